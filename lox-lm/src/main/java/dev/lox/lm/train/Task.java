// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.model.TrainableLm;
import java.util.List;
import java.util.Map;

/** A training objective over rows. */
interface Task {
    /**
     * The result of a step.
     *
     * @param loss the minimised loss
     * @param tokens processed, prompts included
     * @param metrics further figures by name
     */
    record Step(double loss, long tokens, Map<String, Double> metrics) {}

    /** The number of rows. */
    int size();

    /** Adds the gradient of a step's loss: the mean over its rows or tokens, whatever the micro-batches. */
    Step learn(TrainableLm lm, long step, int[] rows);

    /** File and row number of the given rows. */
    List<String> where(int[] rows);
}
