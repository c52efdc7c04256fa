// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import java.util.List;

/**
 * How prompts are answered.
 *
 * @param maxNewTokens for each reply
 * @param stops texts that end a reply, and are not part of it
 */
public record ReplySettings(int maxNewTokens, Sampling sampling, List<String> stops, Batching batching) {
    public ReplySettings {
        stops = List.copyOf(stops);
        if (maxNewTokens < 1)
            throw new IllegalArgumentException("--max-new-tokens must be at least 1, got " + maxNewTokens);
        if (stops.contains("")) throw new IllegalArgumentException("--stop must not be empty");
    }
}
