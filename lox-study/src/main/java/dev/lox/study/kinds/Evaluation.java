// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.cells.FigureCell;
import dev.lox.study.cells.ModelSource;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.Measure;
import java.util.List;

/** One figure that is measured of every model. */
record Evaluation(EvaluationInfo info, Cells cells) {
    /** Makes the cell that measures it. */
    @FunctionalInterface
    interface Cells {
        /**
         * A cell for one model.
         *
         * @param name of the model, for display
         */
        FigureCell of(String name, ModelSource model);
    }

    String name() {
        return info.name();
    }

    Measure measure() {
        return info.measure();
    }

    /** The evaluation whose attack success rate decides: the first with this measure. */
    static Evaluation headline(List<Evaluation> all) {
        return all.stream().filter(e -> e.measure() == Measure.ASR).findFirst().orElseThrow();
    }
}
