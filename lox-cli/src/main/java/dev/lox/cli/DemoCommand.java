// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.planted.PlantedDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Plants a low-rank alignment delta in a small made-up model, hardens it, and holds what was found against what was planted. Offline.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep base, aligned and hardened there; default: a temporary folder, deleted at the end")
    @Nullable
    Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the made-up weights; default: ${DEFAULT-VALUE}")
    long seed;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (out != null && Files.exists(out))
            throw new BadInputException(out + ": is already there; choose another --out");
        long begun = System.nanoTime();
        Path folder = out == null ? Files.createTempDirectory("lox-demo") : Files.createDirectories(out);
        try {
            show(PlantedDemo.run(folder, seed), (System.nanoTime() - begun) / 1e9);
        } finally {
            if (out == null) delete(folder);
        }
        if (out != null) output.print("kept in " + out);
        return 0;
    }

    private void show(PlantedDemo.Outcome outcome, double seconds) {
        PlantedDemo.Finding first = outcome.findings().get(0);
        output.print(
                "Planted in every matrix: 6 directions, singular values " + values(first.planted()) + ", under noise.");
        output.print(String.format(
                "%n%-40s %-12s %-38s %8s %8s", "matrix", "shape", "singular values found", "overlap", "moved"));
        ArrayNode tensors = JsonNodeFactory.instance.arrayNode();
        for (PlantedDemo.Finding f : outcome.findings()) {
            output.print(String.format(
                    Locale.ROOT,
                    "%-40s %-12s %-38s %7.2f%% %7.2f%%",
                    f.tensor(),
                    f.rows() + "×" + f.cols(),
                    values(f.found()),
                    100 * f.overlap(),
                    100 * f.moved()));
            ObjectNode node = tensors.addObject().put("name", f.tensor());
            for (double s : f.planted()) node.withArray("planted").add(s);
            for (double s : f.found()) node.withArray("found").add(s);
            node.put("overlap", f.overlap()).put("moved", f.moved());
        }
        output.print(
                "\noverlap: how much of the directions found lies in those planted. moved: how far the weights went along them, "
                        + "against alpha = 1.25 times the delta there.");
        output.print(String.format(
                Locale.ROOT,
                "%d matrices hardened, %d tensors copied, %.1f s in all.",
                outcome.report().hardened(),
                outcome.report().copied(),
                seconds));
        output.print(JsonNodeFactory.instance
                .objectNode()
                .put("seconds", seconds)
                .put("hardened", outcome.report().hardened())
                .set("tensors", tensors));
    }

    private static String values(double[] sigma) {
        return Arrays.stream(sigma)
                .mapToObj(s -> String.format(Locale.ROOT, "%.3f", s))
                .collect(Collectors.joining(" "));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }
}
