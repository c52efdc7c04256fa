// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/**
 * A sequence to learn from.
 *
 * @param learned which tokens the loss is taken of; never the first, which nothing stands before
 */
public record LearnedTokens(int[] tokens, boolean[] learned) {
    public LearnedTokens {
        if (tokens.length != learned.length)
            throw new IllegalArgumentException(tokens.length + " tokens and " + learned.length + " marks");
        if (learned.length > 0 && learned[0])
            throw new IllegalArgumentException("the first token of a sequence cannot be learned");
    }

    /** How many tokens are learned. */
    public int count() {
        int n = 0;
        for (boolean l : learned) if (l) n++;
        return n;
    }
}
