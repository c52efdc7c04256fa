// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/**
 * New tokens of one sequence in a forward pass.
 *
 * @param slot of the cache that holds the sequence
 * @param tokens at least one
 * @param logits whether the logits behind the last of them are wanted
 */
public record Feed(int slot, int[] tokens, boolean logits) {
    public Feed {
        if (tokens.length == 0) throw new IllegalArgumentException("no tokens for slot " + slot);
    }
}
