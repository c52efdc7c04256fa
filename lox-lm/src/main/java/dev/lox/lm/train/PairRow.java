// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/**
 * The tokens of a preference pair.
 *
 * @param where file and row
 * @param chosen the preferred continuation
 * @param rejected the rejected continuation
 */
record PairRow(String where, int[] prompt, int[] chosen, int[] rejected) {
    PairRow {
        if (prompt.length == 0 || chosen.length == 0 || rejected.length == 0)
            throw new IllegalArgumentException("a pair needs tokens in each part, got " + prompt.length + ", "
                    + chosen.length + " and " + rejected.length);
    }
}
