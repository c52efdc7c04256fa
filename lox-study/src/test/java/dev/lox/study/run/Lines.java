// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellProgress;
import java.util.ArrayList;
import java.util.List;

/** Labels of what was done and errors of what failed. */
final class Lines implements CellProgress {
    final List<String> done = new ArrayList<>();
    final List<String> failed = new ArrayList<>();

    @Override
    public void done(Cell cell, ObjectNode result, double seconds, int done, int total, double left) {
        this.done.add(cell.label());
    }

    @Override
    public void failed(Cell cell, String error, int done, int total) {
        failed.add(cell.label() + ": " + error);
    }
}
