// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.study.result.EvaluationAbout;
import dev.lox.study.work.FigureCell;
import dev.lox.study.work.ModelSource;

/** One figure that is taken of every model. */
interface Evaluation {
    EvaluationAbout about();

    /**
     * The cell that finds it.
     *
     * @param name of the model, for people
     */
    FigureCell cell(String name, ModelSource model);

    default boolean isAsr() {
        return about().measure().equals("asr");
    }

    /** Whether its figures are shares, and not nats. */
    default boolean isShare() {
        return !about().measure().equals("loss");
    }

    /** Whether more is better. */
    default boolean isHigherBetter() {
        return about().measure().equals("accuracy");
    }
}
