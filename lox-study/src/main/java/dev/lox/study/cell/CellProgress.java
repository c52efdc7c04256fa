// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Is told how the work goes on, by one thread at a time. */
public interface CellProgress {
    /**
     * A cell is done.
     *
     * @param left seconds until all are, by what cells of each kind have taken so far; NaN if that is not known
     */
    void done(Cell cell, ObjectNode result, double seconds, int done, int total, double left);

    /** A cell failed, or could not begin because what it needs failed. */
    void failed(Cell cell, String error, int done, int total);
}
