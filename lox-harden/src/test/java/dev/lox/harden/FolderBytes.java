// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every file of a folder, by its path in it. */
public record FolderBytes(Map<String, byte[]> files) {
    public static FolderBytes of(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.filter(Files::isRegularFile).toList())
                files.put(folder.relativize(p).toString(), Files.readAllBytes(p));
        }
        return new FolderBytes(files);
    }

    public void assertSameAs(FolderBytes other) {
        assertEquals(files.keySet(), other.files.keySet());
        files.forEach((name, bytes) -> assertArrayEquals(bytes, other.files.get(name), name));
    }
}
