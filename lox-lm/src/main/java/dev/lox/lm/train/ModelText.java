// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Encodes text for a given model and recipe. */
final class ModelText implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final EncodingSettings settings;

    private ModelText(Tokenizer tokenizer, EncodingSettings settings) {
        this.tokenizer = tokenizer;
        this.settings = settings;
    }

    /**
     * Reads the text-related files of a model folder, not the weights.
     *
     * @throws InvalidInputException if it lacks what the recipe needs
     */
    static ModelText open(Path folder, Recipe recipe) throws IOException {
        ModelConfig config = CausalLm.config(folder);
        int vocabulary = config.vocabularySize();
        int longest = config.maxPositions();
        if (recipe.maxLength() > longest)
            throw new InvalidInputException(
                    "%s: was made for sequences of up to %s tokens, the recipe's max_length is %s; pass a smaller %s",
                    folder, longest, recipe.maxLength(), Setting.of("max-length"));
        Optional<ChatTemplate> template = ChatTemplate.open(folder);
        PromptFormat format =
                switch (recipe.format()) {
                    case ALPACA -> new PromptFormat.Alpaca();
                    case RAW -> new PromptFormat.Raw();
                    case CHAT ->
                        new PromptFormat.Chat(template.orElseThrow(() -> new InvalidInputException(
                                "%s: has no chat template; pass %s or raw",
                                folder, Setting.of("prompt-format", "alpaca")))::opening);
                };
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            int end = EndOfText.of(folder, tokenizer);
            if (end >= vocabulary)
                throw new InvalidInputException(folder + ": the end token has id " + end
                        + ", the model's embedding has " + vocabulary + " rows; they are not of the same model");
            EncodingSettings settings =
                    new EncodingSettings(tokenizer, format, template, end, recipe.maxLength(), vocabulary);
            return new ModelText(tokenizer, settings);
        } catch (Throwable e) {
            tokenizer.close();
            throw e;
        }
    }

    EncodingSettings settings() {
        return settings;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
