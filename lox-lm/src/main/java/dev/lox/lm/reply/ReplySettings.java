// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import java.util.List;

/**
 * How replies are generated.
 *
 * @param maxNewTokens of one reply
 * @param stops texts that end a reply and are not part of it
 */
public record ReplySettings(int maxNewTokens, Sampling sampling, List<String> stops, Batching batching) {
    public ReplySettings {
        stops = List.copyOf(stops);
        if (maxNewTokens < 1)
            throw new InvalidInputException(
                    "%s must be at least 1, got %s", Setting.of("max-new-tokens"), maxNewTokens);
        if (stops.contains("")) throw new InvalidInputException("%s must not be empty", Setting.of("stop"));
    }

    /** Greedy decoding, with up to 2 GiB of keys and values. */
    public static ReplySettings greedy(int maxNewTokens) {
        return new ReplySettings(
                maxNewTokens, Sampling.GREEDY, List.of(), new Batching(Batching.DEFAULT_SEQUENCES, 2L << 30));
    }
}
