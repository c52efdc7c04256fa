// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.reply.FormatName;
import java.util.List;
import java.util.Optional;

/**
 * What models are asked, and how.
 *
 * @param format none leaves it to the model: its own template, or Alpaca's where it has none
 * @param digest of the prompts; cells are asked for their names again and again
 */
public record Asked(
        List<Prompt> prompts, Optional<FormatName> format, int maxNewTokens, List<String> stops, String digest) {
    public Asked {
        prompts = List.copyOf(prompts);
        stops = List.copyOf(stops);
    }

    public static Asked of(List<Prompt> prompts, Optional<FormatName> format, int maxNewTokens, List<String> stops) {
        return new Asked(prompts, format, maxNewTokens, stops, Prompts.digest(prompts));
    }
}
