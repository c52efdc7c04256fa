// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only the command line spells flags: a library's message names a {@link dev.lox.base.Setting}. */
class LibraryMessagesTest {
    /** Comments and characters too, so that a quote within them opens no string. */
    private static final Pattern TOKEN = Pattern.compile("/\\*(?s:.*?)\\*/|//[^\n]*|'(?:\\\\.|[^'\\\\])[^']*'"
            + "|(?<string>\"\"\"(?s:.*?)\"\"\"|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\")");

    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[A-Za-z]");

    private static final Set<String> EXCEPTIONS = Set.of(
            // CSS variables.
            "Paint.java",
            // The command lines that reproduce the demo.
            "Demo.java",
            // The table that options of the command line are made from.
            "RecipeOption.java");

    @Test
    void libraries_spellNoFlags() throws IOException {
        List<String> flags = new ArrayList<>();
        int read = 0;
        for (Path source : sources()) {
            if (EXCEPTIONS.contains(source.getFileName().toString())) continue;
            for (String literal : literals(Files.readString(source)))
                if (FLAG.matcher(literal).find()) flags.add(source.getFileName() + ": " + literal);
            read++;
        }
        assertTrue(read > 300, "read only " + read + " sources");
        assertEquals(List.of(), flags);
    }

    @Test
    void literals_areFoundBesideCommentsAndCharacters() {
        assertEquals(
                List.of("\"a \\\" --b\"", "\"\"\"\n\"c\" --d\n\"\"\""),
                literals("/* \"no\" */ '\"' + \"a \\\" --b\"; // \"no\"\n\"\"\"\n\"c\" --d\n\"\"\""));
    }

    private static List<String> literals(String source) {
        List<String> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) if (token.group("string") != null) found.add(token.group("string"));
        return found;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                String name = module.getFileName().toString();
                if (!name.startsWith("lox-") || name.equals("lox-cli") || !Files.isDirectory(main)) continue;
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
