// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small data files, and what is read from them. */
final class DataFiles {
    private DataFiles() {}

    static Path write(Path folder, String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** The rows as "number {json}", read plain and gzipped. */
    static List<String> rows(Path folder, String name, String content) throws IOException {
        List<String> plain = rows(write(folder, name, content));
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        assertEquals(plain, rows(Files.write(folder.resolve(name + ".gz"), gzipped(bytes))));
        return plain;
    }

    static List<String> rows(Path file) throws IOException {
        return Rows.all(file).stream().map(r -> r.number() + " " + r.fields()).toList();
    }

    /** The one line that refuses the file. */
    static String refusal(Path file) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Rows.all(file));
        checkRefusal(file, e);
        return e.getMessage().substring(file.toString().length());
    }

    static void checkRefusal(Path file, InvalidInputException e) {
        assertEquals(1, e.problems().size());
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertFalse(e.getMessage().substring(file.toString().length()).contains("\n"), e.getMessage());
    }
}
