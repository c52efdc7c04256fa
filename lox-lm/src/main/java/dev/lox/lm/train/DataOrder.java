// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.SplitMix;
import dev.lox.lm.recipe.Batches;
import dev.lox.lm.recipe.Recipe;
import java.util.Arrays;

/**
 * Which rows each optimizer step sees. They depend on seed and step only, so a resumed run needs no state. Each epoch has
 * its own order and sees each row once; its last step may have fewer rows.
 *
 * @param rows number of rows
 * @param rowsPerStep rows of each step except an epoch's last
 * @param shuffle if false, every epoch has the data's order
 */
record DataOrder(int rows, int rowsPerStep, boolean shuffle, long seed) {
    DataOrder {
        if (rows < 1) throw new IllegalArgumentException("there is nothing to train on: no rows");
        if (rowsPerStep < 1) throw new IllegalArgumentException("a step has at least one row, got " + rowsPerStep);
    }

    /** The order that a recipe asks for. */
    static DataOrder of(Recipe recipe, int rows) {
        Batches batches = recipe.batches();
        return new DataOrder(rows, batches.rowsPerStep(), batches.shuffle(), recipe.seed());
    }

    /** Optimizer steps per epoch. */
    int stepsPerEpoch() {
        return (rows - 1) / rowsPerStep + 1;
    }

    /**
     * Optimizer steps of a run.
     *
     * @param maxSteps if not 0, exactly these, in as many epochs as needed
     */
    long totalSteps(int epochs, int maxSteps) {
        return maxSteps > 0 ? maxSteps : (long) epochs * stepsPerEpoch();
    }

    /**
     * The rows of a step.
     *
     * @param step from 0
     */
    int[] rows(long step) {
        int first = (int) (step % stepsPerEpoch()) * rowsPerStep;
        int end = (int) Math.min(rows, (long) first + rowsPerStep);
        long epoch = step / stepsPerEpoch();
        if (shuffle) return Arrays.copyOfRange(SplitMix.of(seed, epoch).permutation(rows), first, end);
        int[] inOrder = new int[end - first];
        for (int i = 0; i < inOrder.length; i++) inOrder[i] = first + i;
        return inOrder;
    }

    /** Epochs completed after {@code steps} steps, with a fraction for the last one. */
    double epochs(long steps) {
        return (double) steps / stepsPerEpoch();
    }

    /** Whether a step, from 0, is the last of its epoch. */
    boolean endsEpoch(long step) {
        return (step + 1) % stepsPerEpoch() == 0;
    }
}
