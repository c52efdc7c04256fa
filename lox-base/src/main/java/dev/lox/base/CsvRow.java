// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A row of a table for spreadsheets, RFC 4180. */
public final class CsvRow {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+(E-?[0-9]+)?");

    /**
     * What some spreadsheet takes for a formula: a sign, ASCII or full-width, at the start or after space and characters of
     * no width; or a tab or line break at the start.
     */
    private static final Pattern FORMULA =
            Pattern.compile("(?s)(?:[\\s\\p{Z}\\p{Cf}]*[=+@\\-\uff1d\uff0b\uff20\uff0d\u2212]|[\\t\\r\\n]).*");

    private CsvRow() {}

    /** With the end of its line. */
    public static String of(List<String> cells) {
        return cells.stream().map(CsvRow::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** One cell, always quoted. Text that a spreadsheet would take for a formula begins with an apostrophe. */
    public static String cell(String foreign) {
        String text = ForeignText.inert(foreign);
        String safe = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
