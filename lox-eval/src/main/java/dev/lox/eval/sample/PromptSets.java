// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.sample;

import dev.lox.checkpoint.BadInputException;
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

/** Prompts of sets as they are published: AdvBench, HarmBench, JailbreakBench, StrongREJECT, XSTest, HEx-PHI, lines. */
public final class PromptSets {
    private static final String BUILT_IN = "builtin:";

    private PromptSets() {}

    /**
     * The prompts of files that are one set, as far as they are of the kind asked for.
     *
     * @throws BadInputException if a row holds no prompt, or no row is of that kind
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
            throw new BadInputException(files.get(0) + ": holds no "
                    + (index == 0 ? "rows" : "prompts labelled " + safety.name().toLowerCase(Locale.ROOT)));
        return prompts;
    }

    /** Whether a text names a set that comes with the program, rather than a file. */
    public static boolean isBuiltIn(String text) {
        return text.startsWith(BUILT_IN);
    }

    /**
     * A set that comes with the program, by its name; none if the text names none. They are mild stand-ins: enough to see
     * that everything works, not to measure by.
     */
    public static Optional<List<Prompt>> builtIn(String text, OptionalInt limit) {
        if (!isBuiltIn(text)) return Optional.empty();
        String name = text.substring(BUILT_IN.length());
        if (!name.equals("harmful") && !name.equals("benign"))
            throw new BadInputException(text + ": no such set; there are builtin:harmful and builtin:benign");
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
