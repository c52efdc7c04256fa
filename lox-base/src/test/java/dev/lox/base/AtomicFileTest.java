// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private List<String> listing() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void write_replacesTheFile_andLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, "old");
        AtomicFile.write(file, "new ü");
        assertEquals("new ü", Files.readString(file));
        assertEquals(List.of("a.json"), listing());
    }

    @Test
    void content_thatFails_leavesTheOldFileAndNoTemporary() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, "old");
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("a.json"), listing());
    }

    @Test
    void replace_putsAFolderInPlaceOfAnEmptyOne() throws IOException {
        Path fresh = Files.createDirectory(folder.resolve("fresh"));
        Files.writeString(fresh.resolve("x"), "x");
        AtomicFile.replace(fresh, folder.resolve("target"));
        assertTrue(Files.exists(folder.resolve("target").resolve("x")));
    }

    @Test
    void temporaries_areRecognised_andNoOtherFileIs() {
        assertTrue(AtomicFile.isTemporary(AtomicFile.beside(folder.resolve("model.safetensors"))));
        assertEquals(false, AtomicFile.isTemporary(folder.resolve("model.safetensors")));
        assertEquals(false, AtomicFile.isTemporary(folder.resolve("a.tmp")));
    }
}
