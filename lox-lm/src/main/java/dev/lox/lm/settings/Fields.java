// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.settings;

import dev.lox.base.ForeignText;
import dev.lox.lm.settings.Checks.BadValue;
import dev.lox.lm.settings.Checks.BadValuesException;
import dev.lox.lm.settings.Node.Items;
import dev.lox.lm.settings.Node.Leaf;
import dev.lox.lm.settings.Node.Section;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the values of a section. Problems are collected, and a valid placeholder is returned so that reading
 * can continue. The result must not be used if there are any problems.
 */
public final class Fields {
    // YAML's numbers, and those without a dot before the exponent, which are common.
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][-+]?\\d++)?");

    private final Section section;
    private final String prefix;
    private final List<String> problems;
    private final Set<String> asked = new LinkedHashSet<>();

    public Fields(Section section, String prefix, List<String> problems) {
        this.section = section;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** Whether the key is present. This marks the key as known, so the caller must read it. */
    public boolean has(String key) {
        asked.add(key);
        return section.children().containsKey(key);
    }

    public int integer(String key, @Nullable Integer otherwise) {
        return value(key, otherwise, otherwise == null ? 1 : otherwise, "an integer", text -> {
            try {
                return Optional.of(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    public long wide(String key, long otherwise) {
        return value(key, otherwise, otherwise, "an integer", text -> {
            try {
                return Optional.of(Long.valueOf(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** The placeholder is in the range of every key of a recipe. */
    public double number(String key, @Nullable Double otherwise) {
        return value(key, otherwise, 0.25, "a number", Fields::parseNumber);
    }

    public static Optional<Double> parseNumber(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.valueOf(text)) : Optional.empty();
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, otherwise, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, @Nullable E otherwise) {
        List<E> all = List.of(type.getEnumConstants());
        String names = all.stream().map(Fields::name).collect(Collectors.joining(" or "));
        return value(key, otherwise, all.get(0), names, text -> all.stream()
                .filter(e -> name(e).equals(text))
                .findFirst());
    }

    public static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A list, a single value, or several separated by commas. */
    public List<String> names(String key, List<String> otherwise) {
        asked.add(key);
        Node node = section.children().get(key);
        if (node instanceof Items items)
            return items.leaves().stream().map(Leaf::text).toList();
        return value(
                key,
                otherwise,
                otherwise,
                "a list of names",
                text -> Optional.of(
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList()));
    }

    /** A nested section, if present. */
    public Optional<Fields> section(String key) {
        asked.add(key);
        Node node = section.children().get(key);
        if (node == null) return Optional.empty();
        if (node instanceof Section s) return Optional.of(new Fields(s, prefix + key + ".", problems));
        problems.add(node.where() + ": expected keys below it, got " + show(node));
        return Optional.empty();
    }

    /** Reports a problem with a value if it is present. */
    public void refuse(String key, String problem) {
        asked.add(key);
        Node node = section.children().get(key);
        if (node != null) problems.add(node.where() + ": " + problem);
    }

    public <T> T value(
            String key, @Nullable T otherwise, T standIn, String expected, Function<String, Optional<T>> parse) {
        asked.add(key);
        Node node = section.children().get(key);
        if (node == null) {
            if (otherwise != null) return otherwise;
            problems.add(section.where() + ": " + prefix + key + " is missing, expected " + expected);
            return standIn;
        }
        Optional<T> value = node instanceof Leaf leaf ? parse.apply(leaf.text()) : Optional.empty();
        if (value.isPresent()) return value.get();
        problems.add(node.where() + ": expected " + expected + ", got " + show(node));
        return standIn;
    }

    /** Builds a record from this section's values; empty, with the problems reported, if its checks fail. */
    public <T> Optional<T> build(Supplier<T> record) {
        try {
            return Optional.of(record.get());
        } catch (BadValuesException e) {
            for (BadValue bad : e.values())
                problems.add(where(bad.key()) + ": expected " + bad.expected() + ", got "
                        + ForeignText.printable(bad.got()));
            return Optional.empty();
        }
    }

    /** The nested sections by name, where users choose the names. Anything else there is reported as a problem. */
    public Map<String, Fields> sections() {
        Map<String, Fields> all = new LinkedHashMap<>();
        for (String key : section.children().keySet()) section(key).ifPresent(fields -> all.put(key, fields));
        return all;
    }

    /** The values as written, to be parsed elsewhere. */
    public Map<String, String> texts() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : section.children().keySet())
            all.put(key, value(key, null, "", "a value", text -> Optional.of(text)));
        return all;
    }

    /** Text, required unless a default is given. */
    public String text(String key, @Nullable String otherwise) {
        return value(key, otherwise, "", "a string", text -> text.isEmpty() ? Optional.empty() : Optional.of(text));
    }

    /** The location of the value. */
    public String where() {
        return section.where();
    }

    /** Reports unknown keys; call it after all known keys have been read. */
    public void refuseOthers() {
        section.children().forEach((key, node) -> {
            if (!asked.contains(key))
                problems.add(node.where() + " is not known, expected one of " + String.join(", ", asked));
        });
    }

    private String where(String key) {
        Node node = section.children().get(key);
        return node == null ? section.where() + ": " + prefix + key : node.where();
    }

    private static String show(Node node) {
        if (node instanceof Items) return "a list";
        if (node instanceof Leaf leaf) return leaf.text().isEmpty() ? "nothing" : ForeignText.printable(leaf.text());
        return "keys";
    }
}
