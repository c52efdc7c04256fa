// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.model.TrainingSequence;
import java.util.Arrays;
import java.util.List;

/** The two sequences of a pair: the prompt and a reply, whose tokens are the targets. */
final class PairSequences {
    private PairSequences() {}

    /** Tokens of both. */
    static int tokens(PairRow pair) {
        return 2 * pair.prompt().length + pair.chosen().length + pair.rejected().length;
    }

    /** The chosen sequence and the rejected one. */
    static List<TrainingSequence> of(PairRow pair) {
        return List.of(sequence(pair.prompt(), pair.chosen()), sequence(pair.prompt(), pair.rejected()));
    }

    private static TrainingSequence sequence(int[] prompt, int[] reply) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + reply.length);
        System.arraycopy(reply, 0, tokens, prompt.length, reply.length);
        boolean[] targets = new boolean[tokens.length];
        Arrays.fill(targets, prompt.length, tokens.length, true);
        return new TrainingSequence(tokens, targets);
    }
}
