// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/**
 * The tokens of an example.
 *
 * @param where file and row
 * @param learned which tokens are targets of the loss; never the first, since nothing predicts it
 */
record TokenRow(String where, int[] tokens, boolean[] learned) {
    TokenRow {
        if (tokens.length == 0) throw new IllegalArgumentException("a row needs a token");
        if (learned.length != tokens.length)
            throw new IllegalArgumentException(learned.length + " marks for " + tokens.length + " tokens");
        if (learned[0]) throw new IllegalArgumentException("the first token cannot be learned");
    }

    int learnedTokens() {
        int count = 0;
        for (boolean l : learned) if (l) count++;
        return count;
    }
}
