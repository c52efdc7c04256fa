// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.Findings;
import java.io.IOException;
import java.util.List;

/** A study of one kind with its inputs open: the models to evaluate, and the findings afterwards. */
interface Experiment {
    /** The trials, in the preferred order of evaluation. */
    List<Trial> trials();

    /** Cells that it needs in addition to those of its trials. */
    default List<Cell<?>> others() {
        return List.of();
    }

    /** The findings from the results in the store. Missing results are left out. */
    Findings findings(CellStore store) throws IOException;
}
