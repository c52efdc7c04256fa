// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.settings.Node;
import dev.lox.lm.settings.Node.Items;
import dev.lox.lm.settings.Node.Leaf;
import dev.lox.lm.settings.Node.Section;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a study as YAML and reads it back. Each value keeps its origin, such as a command-line option, and problems name
 * that origin.
 */
public final class StudyYaml {
    private static final String NAME = "study.yaml";

    /** Text that YAML reads as the same text without quotes; everything else is quoted. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:null|true|false)$)[A-Za-z/][A-Za-z0-9_./-]*" + "|\\d{1,9}(\\.\\d{1,9})?");

    /** YAML limits a plain key to 1024 characters. */
    private static final int LONG_KEY = 500;

    private final StringBuilder text = new StringBuilder();
    private final Section root = new Section(NAME, new LinkedHashMap<>());
    private final Deque<Section> open = new ArrayDeque<>(List.of(root));

    /**
     * Starts a study of a kind.
     *
     * @param comment first line of the file
     */
    public StudyYaml(String kind, String comment) {
        text.append("# ").append(comment).append('\n');
        put("", "study", kind);
    }

    /**
     * Writes a value.
     *
     * @param origin where it comes from, for use in problems; if empty, they name the key only
     */
    public StudyYaml put(String origin, String key, String value) {
        add(key, new Leaf(where(origin, key), value));
        return entry(key, " " + quoted(value));
    }

    /** Writes a list of values. */
    public StudyYaml put(String origin, String key, List<String> values) {
        String where = where(origin, key);
        add(key, new Items(where, values.stream().map(v -> new Leaf(where, v)).toList()));
        return entry(key, values.stream().map(StudyYaml::quoted).collect(Collectors.joining(", ", " [", "]")));
    }

    /** Opens a section. Later values belong to it until it is closed. */
    public StudyYaml open(String origin, String key) {
        Section section = new Section(where(origin, key), new LinkedHashMap<>());
        add(key, section);
        entry(key, "");
        open.push(section);
        return this;
    }

    public StudyYaml close() {
        open.pop();
        return this;
    }

    private void add(String key, Node node) {
        open.element().children().put(key, node);
    }

    private static String where(String origin, String key) {
        return ForeignText.printable(origin.isEmpty() ? NAME : origin) + ": " + ForeignText.printable(key);
    }

    private StudyYaml entry(String key, String value) {
        String name = quoted(key);
        if (name.length() <= LONG_KEY) return line(name + ":" + value);
        return line("? " + name).line(":" + value);
    }

    private StudyYaml line(String line) {
        text.append("  ".repeat(open.size() - 1)).append(line).append('\n');
        return this;
    }

    public String text() {
        return text.toString();
    }

    /**
     * The study.
     *
     * @throws InvalidInputException with every problem, by the origin of its value
     */
    public StudySpec spec() throws IOException {
        return new StudySpec(text(), read());
    }

    KindSpec read() throws IOException {
        return StudyReader.read(root, new ArrayList<>());
    }

    /** Text quoted for YAML if necessary. */
    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches()) return text;
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').appendCodePoint(c);
            else if (c >= ' ' && c <= '~' || Character.isLetterOrDigit(c)) quoted.appendCodePoint(c);
            else quoted.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        });
        return quoted.append('"').toString();
    }
}
