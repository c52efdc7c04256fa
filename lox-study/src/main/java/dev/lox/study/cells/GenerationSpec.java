// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.reply.FormatName;
import java.util.List;
import java.util.Optional;

/**
 * The prompts for models, and how to generate replies.
 *
 * @param format if empty, the model's chat template, or Alpaca's format if it has none
 * @param digest of the prompts, computed once because cells need it often
 */
public record GenerationSpec(
        List<Prompt> prompts, Optional<FormatName> format, int maxNewTokens, List<String> stops, String digest) {
    public GenerationSpec {
        prompts = List.copyOf(prompts);
        stops = List.copyOf(stops);
    }

    public static GenerationSpec of(
            List<Prompt> prompts, Optional<FormatName> format, int maxNewTokens, List<String> stops) {
        return new GenerationSpec(prompts, format, maxNewTokens, stops, Prompts.digest(prompts));
    }
}
