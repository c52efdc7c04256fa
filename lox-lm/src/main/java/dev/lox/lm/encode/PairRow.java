// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

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
}
