// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.lox.base.CsvRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRowTest {
    private static List<String> readBack(List<String> cells) throws Exception {
        try (MappingIterator<List<String>> rows = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(CsvRow.of(cells))) {
            return rows.next();
        }
    }

    @Test
    void formulas_areTextInSpreadsheets() throws Exception {
        List<String> formulas = List.of(
                "=1+1",
                "+1+cmd",
                "-2+3+cmd",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1+1",
                "\nwords",
                " =1+1",
                "\u00a0=1",
                "\u200b=1",
                "\ufeff=1",
                "\uff1d1+1",
                "\uff0b1",
                "\uff0d1",
                "\uff20SUM(A1)");
        for (String cell : readBack(formulas)) assertTrue(cell.startsWith("'"), cell);
    }

    @Test
    void otherCells_areReadBackAsTheyWere() throws Exception {
        List<String> cells = List.of(
                "",
                "plain",
                "a \"quoted\" one",
                "two\r\nlines",
                "-1.5",
                "0.25",
                "1.0E-5",
                "a = b",
                " indented",
                "'=1",
                ",;|");
        assertEquals(cells, readBack(cells));
    }

    @Test
    void charactersThatActOnAReader_areReplaced() throws Exception {
        assertEquals(
                List.of("a\ufffdb", "\ufffd[31m", "x\ufffdy", "\ufffd", "e\u200dmoji", "tab\tstays"),
                readBack(List.of("a\0b", "\u001b[31m", "x\u202ey", "\ud800", "e\u200dmoji", "tab\tstays")));
    }
}
