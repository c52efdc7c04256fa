// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellProgress;

/** How many pieces of work are done, on one line that is drawn over. */
record CellBar(StatusLine line) implements CellProgress {
    @Override
    public void done(Cell cell, ObjectNode result, double seconds, int done, int total, double left) {
        line.showNow("[" + done + "/" + total + "] " + cell.label());
    }

    @Override
    public void failed(Cell cell, String error, int done, int total) {
        line.showNow("[" + done + "/" + total + "] " + cell.label() + ": failed");
    }
}
