// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.cell.Cell;
import dev.lox.study.result.Figure;
import java.util.List;
import java.util.Optional;

/** A cell that finds a figure. */
public sealed interface FigureCell extends Cell permits JudgeCell, AccuracyCell, LossCell {
    /** The figure, of the cell's result. */
    default Figure figure(ObjectNode result) {
        return Outcomes.figure(result);
    }

    /** Of each prompt whether it counts; none where the figure is no rate. */
    default List<Optional<Boolean>> outcomes(ObjectNode result) {
        return Outcomes.read(result);
    }
}
