// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.data.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a model's replies to a file of JSON lines and resumes interrupted runs: what {@code lox generate} does. To get
 * replies without a file, use {@link LanguageModel#generate}.
 *
 * @param format empty for the model's own chat template, or {@code fallback} if it has none
 * @since 0.1
 */
public record Generation(
        ModelReference model, Optional<FormatName> format, FormatName fallback, ReplySettings settings) {
    /** Greedy replies by a model folder in its own format. */
    public static Generation of(Path model, int maxNewTokens) {
        return new Generation(
                ModelReference.of(model), Optional.empty(), FormatName.RAW, ReplySettings.greedy(maxNewTokens));
    }

    /**
     * The result of a run.
     *
     * @param record everything that the replies depend on, except the prompts
     * @param replies number of replies of this run; the file may hold earlier ones
     * @param seconds of generation, without loading the model
     */
    public record Outcome(ObjectNode record, int replies, long tokens, double seconds) {}

    /** Opens the file for the replies, once the model is loaded and every prompt is known to fit. */
    @FunctionalInterface
    public interface Target {
        /**
         * Opens it.
         *
         * @param record everything that the replies depend on, except the prompts
         */
        ReplyFile open(ObjectNode record) throws IOException;
    }

    /**
     * Generates the replies that the file does not hold yet.
     *
     * @throws dev.lox.base.InvalidInputException if model, prompts or an existing file do not fit; nothing is written then
     */
    public Outcome run(List<Prompt> prompts, Path file, IfExists ifExists, ReplyProgress progress) throws IOException {
        return run(prompts, record -> ReplyFile.open(file, ifExists, record, prompts), progress);
    }

    /** The same with a file that the caller opens. */
    public Outcome run(List<Prompt> prompts, Target target, ReplyProgress progress) throws IOException {
        try (LanguageModel lm = model.open()) {
            FormatName chosen = format.orElse(lm.ownFormat(fallback));
            BatchGenerator generator = new BatchGenerator(lm, chosen, settings, prompts);
            ObjectNode record = GenerationRecord.of(model, chosen, settings).json();
            long begun = System.nanoTime();
            try (ReplyFile replies = target.open(record)) {
                int present = replies.present();
                if (present > 0) progress.resumed(present);
                long tokens = generator.answer(present, replies::write, progress);
                return new Outcome(record, prompts.size() - present, tokens, (System.nanoTime() - begun) / 1e9);
            }
        }
    }
}
