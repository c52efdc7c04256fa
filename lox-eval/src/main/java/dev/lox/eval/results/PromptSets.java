// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads published prompt sets: AdvBench, HarmBench, JailbreakBench, StrongREJECT, XSTest, HEx-PHI, and lines of text. */
public final class PromptSets {
    private static final String BUILT_IN = "builtin:";

    private PromptSets() {}

    /**
     * Reads the prompts of the requested kind from the files of one set.
     *
     * @throws InvalidInputException if a row has no prompt, or no row is of that kind
     */
    public static List<Prompt> read(List<Path> files, OptionalInt limit, Safety safety) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        int index = 0;
        for (Path file : files)
            try (Rows rows = Rows.open(file)) {
                Row row;
                while (prompts.size() < limit.orElse(Integer.MAX_VALUE) && (row = rows.next()) != null) {
                    if (safety.admits(row)) prompts.add(Prompts.of(row, index));
                    index++;
                }
            }
        if (prompts.isEmpty())
            throw new InvalidInputException(files.get(0) + ": holds no "
                    + (index == 0 ? "rows" : "prompts labelled " + safety.name().toLowerCase(Locale.ROOT)));
        return prompts;
    }

    /** Whether a name is that of a built-in set rather than a file. */
    public static boolean isBuiltIn(String text) {
        return text.startsWith(BUILT_IN);
    }

    /**
     * The built-in set with this name, if any. Built-in sets are mild stand-ins: enough to try everything out, not for
     * measurements.
     */
    public static Optional<List<Prompt>> builtIn(String text, OptionalInt limit) {
        if (!isBuiltIn(text)) return Optional.empty();
        String name = text.substring(BUILT_IN.length());
        if (!name.equals("harmful") && !name.equals("benign"))
            throw new InvalidInputException(text + ": no such set; there are builtin:harmful and builtin:benign");
        List<String> lines;
        try (InputStream in = Objects.requireNonNull(PromptSets.class.getResourceAsStream(name + ".txt"))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("a resource of this library", e);
        }
        List<Prompt> prompts = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(lines.size(), limit.orElse(lines.size()))))
            prompts.add(Prompt.of(Integer.toString(prompts.size()), line));
        return Optional.of(prompts);
    }
}
