// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;
import java.util.Locale;

/** A line for each finished cell: its result, the time it took, and an estimate of the time left. */
final class CellLines implements CellProgress {
    private final OutputOptions output;

    CellLines(OutputOptions output) {
        this.output = output;
    }

    @Override
    public <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left) {
        String summary = cell.summary(result);
        output.say(String.format(
                Locale.ROOT,
                "[%d/%d] %s%s  %s%s",
                done,
                total,
                cell.label(),
                summary.isEmpty() ? "" : ": " + summary,
                time(seconds),
                Double.isFinite(left) && done < total ? "  about " + time(left) + " left" : ""));
    }

    @Override
    public void damaged(Cell<?> cell) {
        output.say(cell.label() + ": what is stored is damaged; the work is done again");
    }

    @Override
    public void failed(Cell<?> cell, String error, int done, int total) {
        output.say(String.format(
                Locale.ROOT,
                "[%d/%d] %s: FAILED: %s",
                done,
                total,
                cell.label(),
                error.strip().replaceAll("\\s+", " ")));
    }

    static String time(double seconds) {
        if (seconds < 99.5) return String.format(Locale.ROOT, "%.1f s", seconds);
        if (seconds < 5970) return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
