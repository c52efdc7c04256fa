// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NoticeTest {
    /** A jar's name without its version and classifier. */
    private static final Pattern VERSION = Pattern.compile("-\\d.*\\.jar$");

    private static final Pattern TEST_LIBRARY =
            Pattern.compile("junit-.*|jqwik.*|archunit.*|apiguardian-api|opentest4j|lox-.*");

    @Test
    void notice_namesEveryLibrary() throws IOException {
        String notice = Files.readString(Path.of("../NOTICE"));

        List<String> libraries = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(jar ->
                        VERSION.matcher(Path.of(jar).getFileName().toString()).replaceFirst(""))
                .filter(name -> !TEST_LIBRARY.matcher(name).matches())
                .distinct()
                .toList();

        // A class path in a manifest would have none of them.
        assertTrue(libraries.contains("pytorch"), libraries.toString());
        List<String> missing = libraries.stream()
                .filter(name -> !Pattern.compile("(?<![\\w-])" + name + "(?![\\w-])")
                        .matcher(notice)
                        .find())
                .toList();
        assertEquals(List.of(), missing, "not in NOTICE");
    }
}
