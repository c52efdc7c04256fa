// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.CalibrationFindings;
import java.io.IOException;
import java.util.List;

/** Selects a way of hardening by testing candidates against proxy attacks. */
record Calibration(AttackStudy candidates) implements Experiment {
    @Override
    public List<Trial> trials() {
        return candidates.trials();
    }

    @Override
    public List<Cell<?>> others() {
        return candidates.others();
    }

    @Override
    public CalibrationFindings findings(CellStore store) throws IOException {
        return new CalibrationFindings(candidates.findings(store));
    }
}
