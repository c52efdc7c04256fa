// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The format of a data file. */
enum DataFormat {
    JSON,
    JSON_LINES,
    CSV,
    TSV,
    PARQUET,
    TEXT;

    private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    RowSource open(Path file) throws IOException {
        return switch (this) {
            case JSON -> JsonRows.open(file);
            case JSON_LINES -> LineRows.ofJson(file);
            case CSV -> CsvRows.open(file, ',');
            case TSV -> CsvRows.open(file, '\t');
            case PARQUET -> ParquetRows.open(file);
            case TEXT -> LineRows.ofText(file);
        };
    }

    static DataFormat of(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) name = name.substring(0, name.length() - 3);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "jsonl", "ndjson" -> JSON_LINES;
            case "csv" -> CSV;
            case "tsv" -> TSV;
            case "parquet" -> PARQUET;
            case "txt" -> TEXT;
            default -> byContent(file);
        };
    }

    /** Also used for {@code .json}, since some such files hold JSON lines. */
    private static DataFormat byContent(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Arrays.equals(in.readNBytes(PARQUET_MAGIC.length), PARQUET_MAGIC)) return PARQUET;
        }
        try (TextInput in = TextInput.open(file)) {
            int first = in.skipSpace();
            if (first == '[') return JSON;
            if (first != '{') return TEXT;
            // JSON lines: the first line ends with its brace, and the next one starts with one.
            int last = first;
            for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) if (!Character.isWhitespace(c)) last = c;
            return last == '}' && in.skipSpace() == '{' ? JSON_LINES : JSON;
        } catch (IOException e) {
            // The reader will report what is wrong, and where.
            return TEXT;
        }
    }
}
