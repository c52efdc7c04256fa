// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.StudyResult;
import dev.lox.study.spec.AttackSpec;
import dev.lox.study.spec.CalibrationSpec;
import dev.lox.study.spec.LandscapeSpec;
import dev.lox.study.spec.RankSpec;
import dev.lox.study.spec.StudySpec;
import java.io.IOException;
import java.util.List;

/** A study whose inputs were found: its cells, and what follows once they are done. */
public interface Study {
    /** Cells whose results it needs, in the order in which they are best done. */
    List<Cell> targets();

    /**
     * What follows from the results that are there.
     *
     * @param failed what is missing
     * @param footer what else the result holds
     */
    StudyResult result(CellStore store, List<FailedCell> failed, Footer footer) throws IOException;

    /**
     * Finds everything a study names and checks it; nothing is computed.
     *
     * @throws dev.lox.checkpoint.BadInputException with what is wrong
     */
    static Study of(StudySpec spec, Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
        if (spec instanceof AttackSpec s) return AttackStudy.of(s, inputs, device);
        if (spec instanceof CalibrationSpec s) return new Calibration(AttackStudy.of(s.attacks(), inputs, device));
        if (spec instanceof RankSpec s) return RankStudy.of(s, inputs, device);
        return LandscapeStudy.of((LandscapeSpec) spec, inputs, device);
    }
}
