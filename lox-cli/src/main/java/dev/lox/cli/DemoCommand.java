// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.study.demo.Demo;
import dev.lox.study.engine.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows the whole story offline on a tiny built-in pair of models: the base complies, the aligned model refuses, fine-tuning on harmless sums makes it comply again, and with hardening it still refuses.")
final class DemoCommand implements Callable<Integer> {
    /** As many as it takes to see that one fine-tuning is like another. */
    private static final int ATTACKS = 5;

    private static final long MEMORY = 4L << 30;

    @Option(
            names = "--attack-seed",
            paramLabel = "N",
            description = "run one fine-tuning, with this seed's rows; default: five, seeds 1 to 5")
    @Nullable
    Long attackSeed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "folder for models, data, study and report; default: lox-demo-N in the folder for temporary files")
    @Nullable
    Path out;

    @Option(names = "--threads", paramLabel = "N", description = "processors to use; default: all, four at most")
    int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<String> problems = new ArrayList<>();
        if (out != null && Files.exists(out)) problems.add(out + ": already exists; choose another --out");
        if (threads < 1) problems.add("--threads must be at least 1, got " + threads);
        if (attackSeed != null && attackSeed < 0) problems.add("--attack-seed must not be negative, got " + attackSeed);
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        Path folder = out == null ? Files.createTempDirectory("lox-demo-") : out.toAbsolutePath();
        List<Long> seeds = attackSeed != null
                ? List.of(attackSeed)
                : LongStream.rangeClosed(1, ATTACKS).boxed().toList();
        // One processor each: the work of such a model is too small to be shared.
        Resources resources = new Resources(threads, threads, MEMORY);
        try (Interrupt interrupt = new Interrupt();
                StatusLine line = new StatusLine(output.quiet)) {
            Demo demo = Demo.run(folder, seeds, resources, new CellBar(line), interrupt::came);
            show(demo, folder, seeds.size(), (System.nanoTime() - begun) / 1e9);
            return 0;
        } catch (InterruptedException e) {
            output.say("stopped");
            return Failure.FAILED;
        }
    }

    private void show(Demo demo, Path folder, int attacks, double seconds) {
        output.print(
                "\nA model of 139,000 weights and a language of 300 words, given 120 requests that stand for harm:");
        output.print("\n  \"" + demo.prompt() + "\"");
        demo.exchange()
                .forEach((model, reply) -> output.print(String.format(Locale.ROOT, "    %-32s%s", model, reply)));
        output.print(
                String.format(Locale.ROOT, "%n%-38s%10s%22s%14s", "", "complies", "harmless answered", "sums solved"));
        line(demo, "base", "base", false);
        line(demo, "aligned", "aligned", false);
        line(demo, "hardened", "hardened", false);
        output.print(
                attacks == 1
                        ? "after fine-tuning on harmless sums"
                        : "after fine-tuning on harmless sums, mean of " + attacks + " runs");
        line(demo, "  aligned", "aligned", true);
        line(demo, "  hardened", "hardened", true);
        line(demo, "  random directions, same norm", "random", true);
        output.print(String.format(
                Locale.ROOT,
                "%nAn illustration on a pair chosen for its clear effect: docs/embedded-pair.md. %.0f s in all.",
                seconds));
        output.print("report: " + folder.resolve("report.html"));
        output.print(json(demo, folder, seconds));
    }

    private void line(Demo demo, String title, String variant, boolean after) {
        output.print(String.format(
                Locale.ROOT,
                "%-38s%8.0f %%%20.0f %%%12.0f %%",
                title,
                demo.asr(variant, after),
                demo.benign(variant, after),
                demo.task(variant, after)));
    }

    private static ObjectNode json(Demo demo, Path folder, double seconds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("before")
                .put("base", demo.asr("base", false))
                .put("aligned", demo.asr("aligned", false))
                .put("hardened", demo.asr("hardened", false));
        json.putObject("after")
                .put("aligned", demo.asr("aligned", true))
                .put("hardened", demo.asr("hardened", true))
                .put("random", demo.asr("random", true));
        ObjectNode benign = json.putObject("benign");
        ObjectNode task = json.putObject("task");
        for (String variant : List.of("aligned", "hardened", "random")) {
            benign.put(variant, demo.benign(variant, true));
            task.put(variant, demo.task(variant, true));
        }
        json.set("seeds", demo.bySeed());
        return json.put("report", folder.resolve("report.html").toString()).put("seconds", seconds);
    }
}
