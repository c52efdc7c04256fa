// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.Generation;
import dev.lox.lm.reply.ReplyFile;
import dev.lox.lm.reply.ReplySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Generates replies to prompts in batches and writes them as JSON lines in the order of the prompts."
        })
final class GenerateCommand implements Callable<Integer> {
    private static final int DEFAULT_TOKENS = 256;

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

    @Option(names = "--limit", paramLabel = "N", description = "only the first N prompts")
    @Nullable
    Integer limit;

    @Mixin
    ReplyOptions replies = new ReplyOptions();

    @Option(names = "--resume", description = "resume an earlier run with the same model and options")
    boolean resume;

    @Option(names = "--overwrite", description = "replace the replies of an earlier run")
    boolean overwrite;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        models.check(problems);
        if (limit != null && limit < 1) problems.add("--limit must be at least 1, got " + limit);
        if (resume && overwrite) problems.add("--resume and --overwrite exclude each other");
        OutputFolder.IfExists existing = OutputFolder.IfExists.of(resume, overwrite);
        try {
            ReplyFile.check(out, existing);
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        ReplySettings settings = replies.settings(DEFAULT_TOKENS, problems);
        if (settings == null || !problems.isEmpty()) throw new InvalidInputException(problems);
        OptionalInt bound = limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
        List<Prompt> all = Prompts.read(models.hub.data(output, prompts), bound);
        Generation generation = new Generation(models.reference(output), replies.format(), FormatName.RAW, settings);
        models.compute.load();
        try (ReplyBar bar = new ReplyBar(output)) {
            report(generation.run(all, out, existing, bar));
        }
        return 0;
    }

    private void report(Generation.Outcome outcome) {
        double rate = outcome.tokens() / outcome.seconds();
        output.print(String.format(
                Locale.ROOT,
                "%d replies, %d tokens in %.1f s (%.1f tokens/s): %s",
                outcome.replies(),
                outcome.tokens(),
                outcome.seconds(),
                rate,
                out));
        output.print(JsonNodeFactory.instance
                .objectNode()
                .put("out", out.toString())
                .put("replies", outcome.replies())
                .put("tokens", outcome.tokens())
                .put("seconds", outcome.seconds())
                .put("tokens_per_second", rate)
                .put("peak_bytes", ProcessMemory.peak(0)));
    }
}
