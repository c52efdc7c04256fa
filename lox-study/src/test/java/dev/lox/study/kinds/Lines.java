// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;
import java.util.ArrayList;
import java.util.List;

/** Labels of what was done and errors of what failed. */
final class Lines implements CellProgress {
    final List<String> done = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    final List<String> damaged = new ArrayList<>();

    @Override
    public <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left) {
        this.done.add(cell.label());
    }

    @Override
    public void damaged(Cell<?> cell) {
        damaged.add(cell.label());
    }

    @Override
    public void failed(Cell<?> cell, String error, int done, int total) {
        failed.add(cell.label() + ": " + error);
    }
}
