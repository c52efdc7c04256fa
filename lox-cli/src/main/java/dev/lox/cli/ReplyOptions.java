// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.ReplySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How prompts are answered. */
final class ReplyOptions {
    @Option(
            names = "--prompt-format",
            paramLabel = "FORMAT",
            description =
                    "alpaca, chat (the model's own template) or raw; default: chat if the model has a template; otherwise raw to generate, alpaca to evaluate")
    @Nullable
    FormatName format;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "longest reply in tokens; default: 256; evaluate asr 60, gsm8k 400")
    @Nullable
    Integer maxNewTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description =
                    "0 always takes the most likely token, whatever generation_config.json says; default: ${DEFAULT-VALUE}")
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
            description = "seed for sampling at a temperature above 0; default: ${DEFAULT-VALUE}")
    long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description =
                    "ends a reply where it appears, as do the end tokens of generation_config.json or config.json;"
                            + " repeatable")
    List<String> stops = new ArrayList<>();

    @Mixin
    BatchOptions batches = new BatchOptions();

    /** The settings; none if something is wrong, which is then among the problems. */
    @Nullable
    ReplySettings settings(int defaultTokens, List<String> problems) {
        Sampling sampling = checked(() -> new Sampling(temperature, topK, topP, seed), problems);
        Batching batching = batches.batching(problems);
        if (temperature == 0 && (topK != 0 || topP != 1 || seed != 0))
            problems.add("--top-k, --top-p and --seed have no effect at temperature 0; pass --temperature too");
        if (sampling == null || batching == null) return null;
        return checked(() -> new ReplySettings(tokens(defaultTokens), sampling, stops, batching), problems);
    }

    private int tokens(int defaultTokens) {
        return maxNewTokens == null ? defaultTokens : maxNewTokens;
    }

    Optional<FormatName> format() {
        return Optional.ofNullable(format);
    }

    private static <T> @Nullable T checked(Supplier<T> make, List<String> problems) {
        try {
            return make.get();
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
            return null;
        }
    }
}
