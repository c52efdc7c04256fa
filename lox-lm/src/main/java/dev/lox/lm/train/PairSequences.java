// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.encode.PairRow;
import dev.lox.lm.model.LearnedTokens;
import java.util.Arrays;
import java.util.List;

/** The two sequences of a pair: the prompt and what follows it, which is learned. */
final class PairSequences {
    private PairSequences() {}

    /** Tokens of both. */
    static int tokens(PairRow pair) {
        return 2 * pair.prompt().length + pair.chosen().length + pair.rejected().length;
    }

    /** The chosen sequence and the rejected one. */
    static List<LearnedTokens> of(PairRow pair) {
        return List.of(sequence(pair.prompt(), pair.chosen()), sequence(pair.prompt(), pair.rejected()));
    }

    private static LearnedTokens sequence(int[] prompt, int[] reply) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + reply.length);
        System.arraycopy(reply, 0, tokens, prompt.length, reply.length);
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, prompt.length, tokens.length, true);
        return new LearnedTokens(tokens, learned);
    }
}
