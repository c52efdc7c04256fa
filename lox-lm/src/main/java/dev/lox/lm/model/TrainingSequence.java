// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/**
 * A sequence to train on.
 *
 * @param targets which tokens count in the loss; never the first, since nothing predicts it
 */
public record TrainingSequence(int[] tokens, boolean[] targets) {
    public TrainingSequence {
        if (tokens.length != targets.length)
            throw new IllegalArgumentException(tokens.length + " tokens and " + targets.length + " marks");
        if (targets.length > 0 && targets[0])
            throw new IllegalArgumentException("the first token of a sequence cannot be a target");
    }

    /** Number of target tokens. */
    public int count() {
        int n = 0;
        for (boolean l : targets) if (l) n++;
        return n;
    }
}
