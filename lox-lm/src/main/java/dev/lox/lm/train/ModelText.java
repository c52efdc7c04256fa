// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.encode.EncodingSettings;
import dev.lox.lm.encode.EndOfText;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.ModelConfig;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How text becomes tokens for one model by one recipe. */
public final class ModelText implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final EncodingSettings settings;

    private ModelText(Tokenizer tokenizer, EncodingSettings settings) {
        this.tokenizer = tokenizer;
        this.settings = settings;
    }

    /**
     * Reads what a model folder says of text; no weights.
     *
     * @throws BadInputException if it lacks what the recipe needs
     */
    public static ModelText open(Path folder, Recipe recipe) throws IOException {
        ModelConfig config = CausalLm.config(folder);
        int vocabulary = config.vocabularySize();
        int longest = config.maxPositions();
        if (recipe.maxLength() > longest)
            throw new BadInputException(folder + ": was made for sequences of up to " + longest
                    + " tokens, the recipe's max_length is " + recipe.maxLength() + "; pass a smaller --max-length");
        Optional<ChatTemplate> template = ChatTemplate.open(folder);
        PromptFormat format =
                switch (recipe.format()) {
                    case ALPACA -> new PromptFormat.Alpaca();
                    case RAW -> new PromptFormat.Raw();
                    case CHAT ->
                        new PromptFormat.Chat(template.orElseThrow(() -> new BadInputException(
                                folder + ": has no chat template; pass --prompt-format alpaca or raw"))::prompt);
                };
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            int end = EndOfText.of(folder, tokenizer);
            if (end >= vocabulary)
                throw new BadInputException(folder + ": the end token has id " + end + ", the model's embedding has "
                        + vocabulary + " rows; they are not of the same model");
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

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
