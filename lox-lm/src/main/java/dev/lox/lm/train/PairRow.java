// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.model.LearnedTokens;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a preference pair.
 *
 * @param where file and row
 * @param chosen what follows the prompt where it goes on as preferred
 * @param rejected what follows it where it does not
 */
public record PairRow(String where, int[] prompt, int[] chosen, int[] rejected) {
    public PairRow {
        if (prompt.length == 0 || chosen.length == 0 || rejected.length == 0)
            throw new IllegalArgumentException("a pair needs tokens in each part, got " + prompt.length + ", "
                    + chosen.length + " and " + rejected.length);
    }

    /** Tokens that go through the model for it. */
    int tokens() {
        return 2 * prompt.length + chosen.length + rejected.length;
    }

    /** The chosen sequence and the rejected one, the replies learned. */
    List<LearnedTokens> sequences() {
        return List.of(behindPrompt(chosen), behindPrompt(rejected));
    }

    private LearnedTokens behindPrompt(int[] reply) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + reply.length);
        System.arraycopy(reply, 0, tokens, prompt.length, reply.length);
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, prompt.length, tokens.length, true);
        return new LearnedTokens(tokens, learned);
    }
}
