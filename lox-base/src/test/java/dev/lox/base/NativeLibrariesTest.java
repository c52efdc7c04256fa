// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    private static final String FOLDER = "org/bytedeco/some/linux-x86_64/";
    private static final long TIME = 1_770_000_000_000L;

    @TempDir
    Path temp;

    private final byte[] library = new byte[100_000];
    private Path cache;
    private Path unpacked;

    @BeforeEach
    void writeJar() throws IOException {
        for (int i = 0; i < library.length; i++) library[i] = (byte) (i * 31);
        try (OutputStream out = Files.newOutputStream(temp.resolve("some.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            for (String name : new String[] {"org/", "org/bytedeco/", "org/bytedeco/some/", FOLDER}) {
                jar.putNextEntry(entry(name));
                jar.closeEntry();
            }
            for (String name : new String[] {"libsome.so", "libother.so.1", "some.h"}) {
                jar.putNextEntry(entry(FOLDER + name));
                jar.write(library);
                jar.closeEntry();
            }
        }
        cache = temp.resolve("cache");
        unpacked = cache.resolve("some.jar").resolve(FOLDER);
    }

    private static JarEntry entry(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTime(TIME);
        return entry;
    }

    private void unpack() throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {temp.resolve("some.jar").toUri().toURL()}, null)) {
            NativeLibraries.unpack(cache, "linux-x86_64", loader, "none", "some");
        }
    }

    private void assertUnpacked() throws IOException {
        for (String name : new String[] {"libsome.so", "libother.so.1"}) {
            assertArrayEquals(library, Files.readAllBytes(unpacked.resolve(name)));
            assertEquals(TIME, Files.getLastModifiedTime(unpacked.resolve(name)).toMillis());
        }
        try (var files = Files.list(unpacked)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void libraries_areUnpackedOnce() throws Exception {
        unpack();
        assertUnpacked();
        Object before = Files.readAttributes(
                        unpacked.resolve("libsome.so"), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        unpack();
        assertUnpacked();
        assertEquals(
                before,
                Files.readAttributes(unpacked.resolve("libsome.so"), java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey());
    }

    @Test
    void whatAKillLeft_isReplaced() throws Exception {
        Files.createDirectories(unpacked);
        Files.write(unpacked.resolve("libsome.so"), Arrays.copyOf(library, 60_000));
        Files.write(AtomicFile.beside(unpacked.resolve("libother.so.1")), Arrays.copyOf(library, 60_000));
        unpack();
        assertUnpacked();
    }

    @Test
    void cacheThatCannotBeWritten_isNamed() throws Exception {
        Files.writeString(cache, "a file");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, this::unpack);
        assertTrue(e.getMessage().contains(cache.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("cachedir"), e.getMessage());
        assertFalse(Files.isDirectory(cache));
    }
}
