// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/**
 * New tokens of one sequence in a forward pass.
 *
 * @param slot of the cache that holds the sequence
 * @param tokens at least one
 * @param logits whether to compute the logits after the last of them
 */
public record SequenceChunk(int slot, int[] tokens, boolean logits) {
    public SequenceChunk {
        if (tokens.length == 0) throw new IllegalArgumentException("no tokens for slot " + slot);
    }
}
