// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import java.util.ArrayList;
import java.util.List;

/** All that was said of progress. */
final class Told implements CellProgress {
    final List<String> lines = new ArrayList<>();
    final List<Double> left = new ArrayList<>();

    @Override
    public <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left) {
        lines.add(done + "/" + total + " " + cell.label());
        this.left.add(left);
    }

    @Override
    public void damaged(Cell<?> cell) {
        lines.add(cell.label() + " damaged");
    }

    @Override
    public void failed(Cell<?> cell, String error, int done, int total) {
        lines.add(done + "/" + total + " " + cell.label() + " failed: " + error);
    }
}
