// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import java.util.List;
import java.util.stream.Collectors;

/** A row of a table for spreadsheets, RFC 4180. */
public final class CsvRow {
    private static final String NUMBER = "-?[0-9.]+(E-?[0-9]+)?";

    private CsvRow() {}

    /** With the end of its line. */
    public static String of(List<String> cells) {
        return cells.stream().map(CsvRow::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted always; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String cell(String text) {
        String safe = text.matches("(?s)[=+@\\-\\t\\r].*") && !text.matches(NUMBER) ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
