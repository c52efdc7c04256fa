// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.study.spec.StudyReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The YAML of a study that a command line describes, and which option each line comes from. */
final class StudyYaml {
    /** What it is called once it lies in the study's folder. */
    static final String NAME = "study.yaml";

    /** What YAML takes for nothing but the text it is; all else is quoted. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:null|true|false)$)[A-Za-z/][A-Za-z0-9_./-]*" + "|\\d{1,9}(\\.\\d{1,9})?");

    private static final Pattern COMPLAINT =
            Pattern.compile(Pattern.quote(NAME) + ": line (\\d+): (.*)", Pattern.DOTALL);

    /** Keys that stand before their colon on a line may have 1024 characters. */
    private static final int LONG_KEY = 500;

    private final StringBuilder text = new StringBuilder();
    private final List<Line> lines = new ArrayList<>();
    private int depth;

    private record Line(String origin, String key) {}

    /**
     * A study of a kind.
     *
     * @param command that makes it, for whoever opens the file
     */
    StudyYaml(String kind, String command) {
        line("", "", "# Made by `lox study " + command + "`. To be changed, and run by `lox study run`.");
        put("", "study", kind);
    }

    String text() {
        return text.toString();
    }

    /**
     * Writes a value.
     *
     * @param origin the option it comes from, as typed; empty if from none
     */
    StudyYaml put(String origin, String key, String value) {
        return entry(origin, key, " " + quoted(value));
    }

    StudyYaml put(String origin, String key, List<String> values) {
        return entry(origin, key, values.stream().map(StudyYaml::quoted).collect(Collectors.joining(", ", " [", "]")));
    }

    /** Begins a section: what follows stands in it, until it is closed. */
    StudyYaml open(String origin, String key) {
        entry(origin, key, "");
        depth++;
        return this;
    }

    StudyYaml close() {
        depth--;
        return this;
    }

    private StudyYaml entry(String origin, String key, String value) {
        String name = quoted(key);
        if (name.length() <= LONG_KEY) return line(origin, key, name + ":" + value);
        return line(origin, key, "? " + name).line(origin, key, ":" + value);
    }

    private StudyYaml line(String origin, String key, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
        lines.add(new Line(origin, key));
        return this;
    }

    /** What is wrong with the study, by the options that say so. */
    List<String> complaints() throws IOException {
        try {
            StudyReader.parse(NAME, text());
            return List.of();
        } catch (BadInputException e) {
            return e.complaints().stream().map(this::byOption).distinct().toList();
        }
    }

    private String byOption(String complaint) {
        Matcher m = COMPLAINT.matcher(complaint);
        if (!m.matches()) return complaint;
        Line line = lines.get(Math.min(Integer.parseInt(m.group(1)), lines.size()) - 1);
        if (line.origin().isEmpty()) return complaint;
        // Not by the sections that the key stands in: an option may be about several.
        String words = m.group(2);
        int key = Math.max(0, words.indexOf(BadInputException.printable(line.key())));
        return BadInputException.printable(line.origin()) + ": " + words.substring(key);
    }

    /** Any text as YAML reads it back. */
    static String quoted(String text) {
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
