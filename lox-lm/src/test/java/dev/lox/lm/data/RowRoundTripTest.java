// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any texts come back from any format, with the line they were written to. */
class RowRoundTripTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static Path file = Path.of("");

    @BeforeContainer
    static void create() throws IOException {
        file = Files.createTempFile("rows", "");
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 300)
    void csv_givesBackWhatWasWritten(@ForAll("rows") List<List<String>> rows) throws IOException {
        StringBuilder csv = new StringBuilder("prompt,note\r\n");
        List<Long> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(1 + csv.chars().filter(c -> c == '\n').count());
            csv.append(row.stream().map(RowRoundTripTest::quoted).collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        List<Row> read = read(DataFormat.CSV, csv.toString());
        assertEquals(rows, texts(read));
        assertEquals(lines, read.stream().map(Row::number).toList());
    }

    @Property(tries = 300)
    void json_givesBackWhatWasWritten(@ForAll("rows") List<List<String>> rows) throws IOException {
        ArrayNode array = MAPPER.createArrayNode();
        for (List<String> row : rows)
            array.addObject().put("prompt", row.get(0)).put("note", row.get(1));
        ObjectNode object = MAPPER.createObjectNode().put("version", 1).set("rows", array);
        StringBuilder lines = new StringBuilder();
        array.forEach(row -> lines.append(row).append('\n'));
        assertEquals(rows, texts(read(DataFormat.JSON_LINES, lines.toString())));
        assertEquals(rows, texts(read(DataFormat.JSON, array.toPrettyString())));
        if (!rows.isEmpty()) assertEquals(rows, texts(read(DataFormat.JSON, object.toString())));
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        // Round through UTF-8, which has no half surrogate pairs.
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings().withChars("\",\n\r a;\u2028\ufeff").ofMaxLength(12));
        return text.map(s -> new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .list()
                .ofSize(2)
                .list()
                .ofMaxSize(6);
    }

    private static List<Row> read(DataFormat format, String content) throws IOException {
        Files.writeString(file, content);
        List<Row> rows = new ArrayList<>();
        try (RowSource source = format.open(file)) {
            for (Row row = source.next(); row != null; row = source.next()) rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> texts(List<Row> rows) {
        return rows.stream()
                .map(r -> List.of(
                        r.fields().get("prompt").textValue(),
                        r.fields().get("note").textValue()))
                .toList();
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }
}
