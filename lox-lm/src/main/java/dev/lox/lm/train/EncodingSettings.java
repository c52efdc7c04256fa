// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Tokenizer;
import java.util.Optional;

/**
 * How text becomes the tokens a model learns from.
 *
 * @param template required if the format is the model's own
 * @param endToken appended to each reply and text; a chat template writes its own
 * @param maxLength longer rows are truncated at the end
 * @param vocabularySize rows of the model's embedding
 */
record EncodingSettings(
        Tokenizer tokenizer,
        PromptFormat format,
        Optional<ChatTemplate> template,
        int endToken,
        int maxLength,
        int vocabularySize) {
    EncodingSettings {
        if (format instanceof PromptFormat.Chat && template.isEmpty())
            throw new IllegalArgumentException("the format chat needs a template");
        if (endToken < 0 || endToken >= vocabularySize)
            throw new IllegalArgumentException("end token " + endToken + " is not one of " + vocabularySize);
        if (maxLength < 2) throw new IllegalArgumentException("max length must be at least 2, got " + maxLength);
    }

    Writing writing() {
        return template.isPresent() && format instanceof PromptFormat.Chat
                ? new ChatWriting(tokenizer, template.get())
                : new PromptWriting(new Framing(tokenizer), format, endToken);
    }
}
