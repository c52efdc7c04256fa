// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * One row of a data file.
 *
 * @param number the line it starts at, or which row it is; both count from 1
 * @param fields values by column, in the file's order; not to be changed
 */
public record Row(Path file, Unit unit, long number, ObjectNode fields) {
    /** What rows of a file are counted in. */
    public enum Unit {
        LINE,
        ROW
    }

    /** The row's place, as complaints begin. */
    public String where() {
        return where(file, unit, number);
    }

    static String where(Path file, Unit unit, long number) {
        return file + ": " + (unit == Unit.LINE ? "line " : "row ") + number;
    }
}
