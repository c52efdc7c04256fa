// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Batches;
import dev.lox.lm.recipe.Recipe;
import java.util.Arrays;

/**
 * Which rows each optimizer step sees. They follow from seed and step alone, so that a resumed run needs no state; an
 * epoch has an order of its own, each of its rows comes once, and its last step may have fewer.
 *
 * @param rows of the data
 * @param rowsPerStep of each step but an epoch's last
 * @param shuffle else each epoch has the data's order
 */
public record DataOrder(int rows, int rowsPerStep, boolean shuffle, long seed) {
    public DataOrder {
        if (rows < 1) throw new IllegalArgumentException("there is nothing to train on: no rows");
        if (rowsPerStep < 1) throw new IllegalArgumentException("a step has at least one row, got " + rowsPerStep);
    }

    /** The order that a recipe goes through its rows in. */
    public static DataOrder of(Recipe recipe, int rows) {
        Batches batches = recipe.batches();
        return new DataOrder(rows, batches.rowsPerStep(), batches.shuffle(), recipe.seed());
    }

    /** Optimizer steps that see every row once. */
    public int stepsPerEpoch() {
        return (rows - 1) / rowsPerStep + 1;
    }

    /**
     * Optimizer steps of a run.
     *
     * @param maxSteps if not 0, these, in as many epochs as it takes
     */
    public long totalSteps(int epochs, int maxSteps) {
        return maxSteps > 0 ? maxSteps : (long) epochs * stepsPerEpoch();
    }

    /**
     * The rows of a step.
     *
     * @param step from 0
     */
    public int[] rows(long step) {
        int first = (int) (step % stepsPerEpoch()) * rowsPerStep;
        int end = (int) Math.min(rows, (long) first + rowsPerStep);
        long epoch = step / stepsPerEpoch();
        if (shuffle) return Arrays.copyOfRange(SplitMix.of(seed, epoch).permutation(rows), first, end);
        int[] inOrder = new int[end - first];
        for (int i = 0; i < inOrder.length; i++) inOrder[i] = first + i;
        return inOrder;
    }

    /** Epochs gone through after so many steps, with the part of the last one. */
    public double epochs(long steps) {
        return (double) steps / stepsPerEpoch();
    }

    /** Whether a step, from 0, is the last of its epoch. */
    public boolean endsEpoch(long step) {
        return (step + 1) % stepsPerEpoch() == 0;
    }
}
