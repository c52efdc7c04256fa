// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test without a body passes whatever the code does. */
class TestBodiesTest {
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    /** An annotation of JUnit, jqwik or Jazzer, the method's head, and braces with nothing between them. */
    private static final Pattern EMPTY = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|Property|Example|FuzzTest)\\b[^{};]*?\\b(\\w+)\\([^{};]*\\{\\s*\\}");

    private static List<String> empty(String source) {
        Matcher matcher = EMPTY.matcher(COMMENT.matcher(source).replaceAll(""));
        return matcher.results().map(m -> m.group(1)).toList();
    }

    @Test
    void emptyBodies_areFound() {
        // Put together here, as this file is read too.
        String test = "@" + "Test";
        assertEquals(List.of("a"), empty(test + "\n void a() {}"));
        assertEquals(List.of("b"), empty("@" + "Property(tries = 5) void b(@ForAll int x) throws E {\n // later\n }"));
        assertEquals(List.of(), empty(test + " void c() { assertTrue(x); } void d() {}"));
        assertEquals(List.of(), empty("@BeforeEach void e() {}"));
    }

    @Test
    void everyTest_hasABody() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<String> found = new ArrayList<>();
        int read = 0;
        try (Stream<Path> modules = Files.list(root)) {
            for (Path tests : modules.map(m -> m.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList())
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        read++;
                        for (String method : empty(Files.readString(file)))
                            found.add(root.relativize(file) + ": " + method);
                    }
                }
        }
        assertTrue(read > 100, "read " + read + " files below " + root);
        assertEquals(List.of(), found);
    }
}
