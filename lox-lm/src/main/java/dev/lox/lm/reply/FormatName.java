// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.text.PromptFormat;

/** Prompt formats by the names people give. */
public enum FormatName {
    ALPACA,
    CHAT,
    RAW;

    /**
     * The format for a model.
     *
     * @throws InvalidInputException if it is the model's own, and the model has none
     */
    public PromptFormat of(LanguageModel model) {
        return switch (this) {
            case ALPACA -> new PromptFormat.Alpaca();
            case RAW -> new PromptFormat.Raw();
            case CHAT ->
                new PromptFormat.Chat(model.template()
                        .orElseThrow(() -> new InvalidInputException(
                                "the model has no chat template; pass %s or raw",
                                Setting.of("prompt-format", "alpaca")))::opening);
        };
    }
}
