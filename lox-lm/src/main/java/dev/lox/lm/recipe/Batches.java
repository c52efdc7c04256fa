// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;

/**
 * Which rows go through the model together. An optimizer step sees size × accumulation rows, however they are cut.
 *
 * @param size rows of a micro-batch
 * @param accumulation micro-batches of an optimizer step
 * @param batching how a step's rows are cut into micro-batches
 * @param shuffle whether each epoch has an order of its own; else it is the data's
 */
public record Batches(int size, int accumulation, Batching batching, boolean shuffle) {
    /** How the rows of a step are cut into micro-batches; the gradient is the same up to rounding. */
    public enum Batching {
        /** As they come. */
        PLAIN,
        /** Rows of like length together, the longest first: what does not fit in memory fails at the beginning. Nothing is padded in any of them. */
        BUCKETED,
        /** As many rows as fit into size × max_length tokens. */
        PACKED
    }

    public Batches {
        new Checks()
                .atLeast(1, "batch_size", size)
                .atLeast(1, "accumulation", accumulation)
                .require(
                        (long) size * accumulation <= Integer.MAX_VALUE,
                        "accumulation",
                        "at most " + Integer.MAX_VALUE + " rows a step",
                        accumulation + " times " + size)
                .done();
    }

    /** Rows of an optimizer step. */
    public int rowsPerStep() {
        return size * accumulation;
    }
}
