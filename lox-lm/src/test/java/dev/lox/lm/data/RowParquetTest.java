// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by pyarrow, made by oracle/parquet_fixtures.py. */
class RowParquetTest {
    private static final Path FOLDER = Path.of("src/test/resources/parquet");
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void nestedRows_areWhatWasWritten(String codec) throws IOException {
        JsonNode expected = MAPPER.readTree(FOLDER.resolve("rows.json").toFile());
        List<Row> rows = Rows.all(FOLDER.resolve(codec + ".parquet"));
        assertEquals(expected.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(i + 1, rows.get(i).number());
            assertSame(expected.get(i), MAPPER.readTree(rows.get(i).fields().toString()));
        }
    }

    @Test
    void legacyLists_andNewPages_areRead() throws IOException {
        JsonNode expected = MAPPER.readTree(FOLDER.resolve("rows.json").toFile());
        List<Row> rows = Rows.all(FOLDER.resolve("v2.parquet"));
        for (int i = 0; i < rows.size(); i++)
            for (String column : List.of("text", "scores", "messages"))
                assertSame(expected.get(i).get(column), rows.get(i).fields().get(column));
    }

    @Test
    void gzipThatGrowsTooMuch_isRefused() throws IOException {
        Path bomb = Files.write(temp.resolve("a.parquet.gz"), DataFiles.gzipped(new byte[4 << 20]));
        assertTrue(DataFiles.refusal(bomb).contains("holds over 100 times its size"));
    }

    @Test
    void gzipped_isUnpackedFirst() throws IOException {
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("zstd.parquet"));
        assertEquals(
                30,
                Rows.all(Files.write(temp.resolve("a.parquet.gz"), DataFiles.gzipped(bytes)))
                        .size());
    }

    @Test
    void unsupportedCompression_isRefused() {
        String refusal = DataFiles.refusal(FOLDER.resolve("brotli.parquet"));
        assertTrue(refusal.contains("compression BROTLI is not supported"), refusal);
    }

    /** Decimals are written as numbers and were saved as text, to keep their digits. */
    private static void assertSame(JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            expected.fieldNames().forEachRemaining(n -> assertSame(expected.get(n), actual.path(n)));
            assertEquals(expected.size(), actual.size());
        } else if (expected.isTextual() && actual.isNumber()) {
            assertEquals(Double.parseDouble(expected.textValue()), actual.doubleValue(), 1e-12);
        } else if (expected.isFloatingPointNumber()) {
            assertEquals(expected.doubleValue(), actual.doubleValue(), 1e-12);
        } else assertEquals(expected, actual);
    }
}
