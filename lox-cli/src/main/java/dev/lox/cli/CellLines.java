// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellProgress;
import java.util.Locale;

/** A line for each piece of work that is done, with what it found and how long the rest will take. */
final class CellLines implements CellProgress {
    private final OutputOptions output;

    CellLines(OutputOptions output) {
        this.output = output;
    }

    @Override
    public void done(Cell cell, ObjectNode result, double seconds, int done, int total, double left) {
        output.say(String.format(
                Locale.ROOT,
                "[%d/%d] %s%s  %s%s",
                done,
                total,
                cell.label(),
                figure(cell, result),
                time(seconds),
                Double.isFinite(left) && done < total ? "  about " + time(left) + " left" : ""));
    }

    private static String figure(Cell cell, ObjectNode result) {
        if (!result.path("value").isNumber()) return "";
        double value = result.path("value").asDouble();
        return cell.kind().startsWith("loss")
                ? String.format(Locale.ROOT, ": %.3f", value)
                : String.format(Locale.ROOT, ": %.0f %%", 100 * value);
    }

    @Override
    public void failed(Cell cell, String error, int done, int total) {
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
