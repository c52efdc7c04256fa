// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** All that was said of progress. */
final class Told implements CellProgress {
    final List<String> lines = new ArrayList<>();
    final List<Double> left = new ArrayList<>();

    @Override
    public void done(Cell cell, ObjectNode result, double seconds, int done, int total, double left) {
        lines.add(done + "/" + total + " " + cell.label());
        this.left.add(left);
    }

    @Override
    public void failed(Cell cell, String error, int done, int total) {
        lines.add(done + "/" + total + " " + cell.label() + " failed: " + error);
    }
}
