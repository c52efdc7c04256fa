// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.harden.Version;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.Replier;
import dev.lox.lm.reply.ReplyFile;
import dev.lox.lm.reply.ReplySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Answers prompts with a model, many at a time, and writes the replies as JSON lines in the order of the prompts."
        })
final class GenerateCommand implements Callable<Integer> {
    @Mixin
    ModelOptions models = new ModelOptions();

    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "DATA",
            description = "json, jsonl, csv, parquet or plain lines, each also .gz, or hf:org/name[@revision][:part]")
    String prompts;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description =
                    "JSON lines: id, prompt, reply, tokens, finish; what they were made with goes to FILE.run.json")
    Path out;

    @Option(
            names = "--prompt-format",
            paramLabel = "FORMAT",
            description =
                    "alpaca, chat (the model's own template) or raw; default: chat where there is a template, else raw")
    @Nullable
    FormatName format;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "tokens of a reply at most; default: ${DEFAULT-VALUE}")
    int maxNewTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 takes the most likely token, always, whatever generation_config.json says; default:"
                    + " ${DEFAULT-VALUE}")
    double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "sample among the K most likely tokens; 0 for all; default: ${DEFAULT-VALUE}")
    int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description =
                    "sample among the most likely tokens that together have probability P; default: ${DEFAULT-VALUE}")
    double topP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "of sampling, at a temperature above 0; default: ${DEFAULT-VALUE}")
    long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description =
                    "ends a reply where it appears, as do the end tokens of generation_config.json or config.json;"
                            + " repeatable")
    List<String> stops = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "only the first N prompts")
    @Nullable
    Integer limit;

    @Option(
            names = "--batch-size",
            paramLabel = "N|auto",
            defaultValue = "auto",
            description = "replies under way at once; auto: as many as --max-memory holds, up to "
                    + Batching.DEFAULT_SEQUENCES)
    String batchSize;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            defaultValue = "2G",
            description = "for keys and values of the replies under way; bounds how many there are, and how long one"
                    + " can be; default: ${DEFAULT-VALUE}")
    long maxMemory;

    @Option(
            names = "--resume",
            description = "go on with the replies that are there, made with the same model and options")
    boolean resume;

    @Option(names = "--overwrite", description = "replace the replies of an earlier run")
    boolean overwrite;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        Sampling sampling = checked(() -> new Sampling(temperature, topK, topP, seed), complaints);
        Batching batching = checked(() -> new Batching(batch(), maxMemory), complaints);
        models.check(complaints);
        if (limit != null && limit < 1) complaints.add("--limit must be at least 1, got " + limit);
        if (resume && overwrite) complaints.add("--resume and --overwrite exclude each other");
        if (temperature == 0 && (topK != 0 || topP != 1 || seed != 0))
            complaints.add("--top-k, --top-p and --seed have no effect at temperature 0; pass --temperature too");
        checked(() -> ReplyFile.check(out, OutputFolder.Existing.of(resume, overwrite)), complaints);
        ReplySettings settings = sampling == null || batching == null
                ? null
                : checked(() -> new ReplySettings(maxNewTokens, sampling, stops, batching), complaints);
        if (settings == null || !complaints.isEmpty()) throw new BadInputException(complaints);
        List<Prompt> all = read();
        return run(models.resolve(output), settings, all);
    }

    private int run(ModelOptions.Folders folders, ReplySettings settings, List<Prompt> all) throws IOException {
        long begun = System.nanoTime();
        int present;
        long tokens;
        try (LanguageModel model = models.open(folders)) {
            FormatName chosen =
                    format != null ? format : model.template().isPresent() ? FormatName.CHAT : FormatName.RAW;
            Replier replier = new Replier(model, chosen, settings, all);
            begun = System.nanoTime();
            try (ReplyFile file = ReplyFile.open(
                            out, OutputFolder.Existing.of(resume, overwrite), made(chosen, folders), all);
                    ReplyBar bar = new ReplyBar(output)) {
                present = file.present();
                if (present > 0) output.say("going on behind " + present + " replies");
                tokens = replier.answer(present, file::write, bar);
            }
        }
        report(all.size() - present, tokens, (System.nanoTime() - begun) / 1e9);
        return 0;
    }

    private void report(int replies, long tokens, double seconds) {
        output.print(String.format(
                Locale.ROOT,
                "%d replies, %d tokens in %.1f s (%.1f tokens/s): %s",
                replies,
                tokens,
                seconds,
                tokens / seconds,
                out));
        output.print(JsonNodeFactory.instance
                .objectNode()
                .put("out", out.toString())
                .put("replies", replies)
                .put("tokens", tokens)
                .put("seconds", seconds)
                .put("tokens_per_second", tokens / seconds)
                .put("peak_bytes", ProcessMemory.peak(0)));
    }

    private List<Prompt> read() throws IOException, InterruptedException {
        OptionalInt bound = limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
        return Prompts.read(models.hub.data(output, prompts), bound);
    }

    private int batch() {
        if (batchSize.equals("auto")) return Batching.DEFAULT_SEQUENCES;
        try {
            return Integer.parseInt(batchSize);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--batch-size must be a number or auto, got " + batchSize, e);
        }
    }

    private static <T> @Nullable T checked(Supplier<T> make, List<String> complaints) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            complaints.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static void checked(Runnable check, List<String> complaints) {
        try {
            check.run();
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
    }

    /** All that the replies depend on, so that a run is only resumed with the same. */
    private ObjectNode made(FormatName chosen, ModelOptions.Folders folders) throws IOException {
        ObjectNode made = JsonNodeFactory.instance
                .objectNode()
                .put("lox", Version.NUMBER)
                .put("model", models.model)
                .put("model_files", folders.fingerprint())
                .put("adapter", models.adapter)
                .put("merge", models.merge)
                .put("dtype", models.precision.stored().torchName())
                .put("device", models.compute.deviceName())
                .put("prompt_format", chosen.name().toLowerCase(Locale.ROOT))
                .put("max_new_tokens", maxNewTokens)
                .put("max_memory", maxMemory)
                .put("temperature", temperature)
                .put("top_k", topK)
                .put("top_p", topP)
                .put("seed", seed);
        stops.forEach(made.withArray("stop")::add);
        return made;
    }
}
