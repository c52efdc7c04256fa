// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.study.engine.Cell;
import dev.lox.study.findings.Measure;

/** A cell that measures one figure of a model. */
public sealed interface FigureCell extends Cell<FigureResult> permits JudgeCell, AccuracyCell, LossCell {
    Measure measure();

    @Override
    default Class<FigureResult> resultType() {
        return FigureResult.class;
    }

    @Override
    default String summary(FigureResult result) {
        Double value = result.figure().value();
        return value == null ? "" : measure().brief(value);
    }
}
