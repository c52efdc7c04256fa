// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;

/**
 * Which rows go through the model together. An optimizer step always has size × accumulation rows.
 *
 * @param size rows of a micro-batch
 * @param accumulation micro-batches of an optimizer step
 * @param batching how a step's rows are cut into micro-batches
 * @param shuffle whether each epoch has its own random order; otherwise the data's order is kept
 */
public record Batches(int size, int accumulation, Batching batching, boolean shuffle) {
    /** How the rows of a step are cut into micro-batches; the gradient is the same up to rounding. */
    public enum Batching {
        /** In order. */
        PLAIN,
        /** By length, longest first, so that running out of memory happens at the start. No mode pads. */
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
