// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filter {@code tojson} as transformers defines it: Python's {@code json.dumps}, without HTML escapes. */
final class Json {
    private final Run run;
    private final boolean ascii;
    private final boolean sorted;
    private final Optional<String> indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final StringBuilder out = new StringBuilder();

    private Json(Run run, Arguments.Bound bound) {
        this.run = run;
        this.ascii = bound.truth(0, false);
        this.indent = indent(run, bound);
        Optional<List<Object>> separators = Values.sequence(bound.get(2));
        if (separators.isEmpty() && bound.get(2) != None.NONE
                || separators.isPresent() && separators.get().size() != 2)
            throw new TemplateException("tojson: separators, expected two strings");
        this.itemSeparator = separators.map(s -> text(s.get(0))).orElse(indent.isPresent() ? "," : ", ");
        this.keySeparator = separators.map(s -> text(s.get(1))).orElse(": ");
        this.sorted = bound.truth(3, false);
    }

    private static String text(Object separator) {
        return Values.textOf(separator)
                .orElseThrow(() -> new TemplateException("tojson: separators, expected two strings"));
    }

    private static Optional<String> indent(Run run, Arguments.Bound bound) {
        Object indent = bound.get(1);
        if (indent == None.NONE) return Optional.empty();
        return Values.textOf(indent).or(() -> Optional.of(TextFilters.spaces(run, bound.integer(1, 0))));
    }

    static Object filter(Run run, Object value, Arguments args) {
        Json json = new Json(run, args.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys"));
        json.append(value, 0);
        return json.out.toString();
    }

    private void append(Object value, int level) {
        run.enter();
        if (value == None.NONE) emit("null");
        else if (value instanceof Boolean || value instanceof BigInteger) emit(value.toString());
        else if (value instanceof Double d) emit(real(d));
        else if (value instanceof List || value instanceof Tuple)
            items(Values.sequence(value).orElseThrow(), level);
        else if (value instanceof Map<?, ?> map) entries(map, level);
        else quote(Values.textOf(value).orElseThrow(() -> notSerializable(value)));
        run.leave();
    }

    private static TemplateException notSerializable(Object value) {
        String type = value instanceof Undefined ? "Undefined" : Values.type(value);
        return new TemplateException("Object of type " + type + " is not JSON serializable");
    }

    private static String real(double d) {
        if (Double.isNaN(d)) return "NaN";
        return Double.isInfinite(d) ? d > 0 ? "Infinity" : "-Infinity" : Numbers.repr(d);
    }

    private void emit(String text) {
        run.emit(out, text);
    }

    private void items(List<Object> items, int level) {
        emit("[");
        String before = "";
        for (Object item : items) {
            emit(before);
            newLine(level + 1);
            append(item, level + 1);
            before = itemSeparator;
        }
        if (!items.isEmpty()) newLine(level);
        emit("]");
    }

    private void entries(Map<?, ?> map, int level) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (sorted) entries.sort((a, b) -> Comparison.ordered(run, "<", a.getKey(), b.getKey()));
        emit("{");
        String before = "";
        for (Map.Entry<?, ?> e : entries) {
            emit(before);
            newLine(level + 1);
            quote(key(e.getKey()));
            emit(keySeparator);
            append(e.getValue(), level + 1);
            before = itemSeparator;
        }
        if (!entries.isEmpty()) newLine(level);
        emit("}");
    }

    private void newLine(int level) {
        if (indent.isEmpty()) return;
        emit("\n");
        for (int i = 0; i < level; i++) emit(indent.get());
    }

    private static String key(Object key) {
        if (key == None.NONE) return "null";
        if (key instanceof BigInteger) return key.toString();
        return Values.textOf(key)
                .orElseThrow(() ->
                        new TemplateException("keys must be str, int, float, bool or None, not " + Values.type(key)));
    }

    private void quote(String text) {
        run.check((long) out.length() + text.length());
        run.spend(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ' || ascii && c > '~') emit("\\u" + HexFormat.of().toHexDigits(c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
