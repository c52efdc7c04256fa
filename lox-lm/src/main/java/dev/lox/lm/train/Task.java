// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.model.TrainableLm;
import java.util.List;
import java.util.Map;

/** What is learned, a step at a time. */
public interface Task {
    /**
     * What came of a step.
     *
     * @param loss that was minimised
     * @param tokens that went through the model, prompts included
     * @param metrics more figures by name
     */
    record Step(double loss, long tokens, Map<String, Double> metrics) {}

    /** Rows there are. */
    int size();

    /** Adds the gradient of a step's loss, the mean over its rows or their tokens, however they are cut. */
    Step learn(TrainableLm lm, long step, int[] rows);

    /** File and row of each of some rows. */
    List<String> where(int[] rows);
}
