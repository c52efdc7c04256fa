// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * One row of a data file.
 *
 * @param number the line where it starts, or the number of the row; both count from 1
 * @param fields values by column, in the file's order; must not be modified
 */
public record Row(Path file, Unit unit, long number, ObjectNode fields) {
    /** What {@code number} counts. */
    public enum Unit {
        LINE,
        ROW
    }

    /** The row's location, the prefix of error messages. */
    public String where() {
        return where(file, unit, number);
    }

    static String where(Path file, Unit unit, long number) {
        return file + ": " + (unit == Unit.LINE ? "line " : "row ") + number;
    }
}
