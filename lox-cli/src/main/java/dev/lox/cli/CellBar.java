// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;

/** The number of finished cells, on one line that is overwritten. */
record CellBar(StatusLine line) implements CellProgress {
    @Override
    public <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left) {
        line.showNow("[" + done + "/" + total + "] " + cell.label());
    }

    @Override
    public void damaged(Cell<?> cell) {
        line.showNow(cell.label() + ": damaged, done again");
    }

    @Override
    public void failed(Cell<?> cell, String error, int done, int total) {
        line.showNow("[" + done + "/" + total + "] " + cell.label() + ": failed");
    }
}
