// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of templates: {@link None}, Boolean, BigInteger, Double, String, List and Map stand for Python's types,
 * together with the types of this package.
 */
final class Values {
    private static final int MAX_DEPTH = 200;

    private Values() {}

    /** Converts a value of the caller: strings, numbers, booleans, null, and lists and maps of them. */
    static Object of(@Nullable Object value) {
        return of(value, 0);
    }

    private static Object of(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) throw new TemplateException("a variable is nested deeper than " + MAX_DEPTH + " levels");
        if (value == null) return None.NONE;
        if (value instanceof String || value instanceof Boolean || value instanceof BigInteger) return value;
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte)
            return BigInteger.valueOf(((Number) value).longValue());
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal)
            return ((Number) value).doubleValue();
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            for (Object item : list) items.add(of(item, depth + 1));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> dict = new LinkedHashMap<>();
            map.forEach((k, v) -> dict.put(of(k, depth + 1), of(v, depth + 1)));
            return dict;
        }
        throw new IllegalArgumentException("no template can use a " + value.getClass());
    }

    /** The Python name of a value's type. */
    static String type(Object value) {
        if (value == None.NONE) return "NoneType";
        if (value instanceof Boolean) return "bool";
        if (value instanceof BigInteger) return "int";
        if (value instanceof Double) return "float";
        if (value instanceof String) return "str";
        if (value instanceof List) return "list";
        if (value instanceof Map) return "dict";
        if (value instanceof DictView view) return view.type();
        if (value instanceof Callable) return "function";
        return value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    static boolean truth(Object value) {
        if (value instanceof Boolean b) return b;
        if (value instanceof String s) return !s.isEmpty();
        if (value instanceof BigInteger i) return i.signum() != 0;
        if (value instanceof Double d) return d != 0;
        if (value instanceof Markup m) return !m.text().isEmpty();
        if (value instanceof Map<?, ?> m) return !m.isEmpty();
        return value != None.NONE
                && !(value instanceof Undefined)
                && sequence(value).map(items -> !items.isEmpty()).orElse(true);
    }

    /** The items of an ordered value with a length, other than a string. */
    static Optional<List<Object>> sequence(Object value) {
        if (value instanceof List<?> list) return Optional.of(asObjects(list));
        if (value instanceof Tuple tuple) return Optional.of(tuple.items());
        if (value instanceof Range range) return Optional.of(range.items());
        if (value instanceof DictView view) return Optional.of(view.items());
        return Optional.empty();
    }

    @SuppressWarnings("unchecked") // Lists and maps in templates contain only values.
    private static List<Object> asObjects(List<?> list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> asObjects(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    /** The text of a string or of markup. */
    static Optional<String> textOf(Object value) {
        if (value instanceof String s) return Optional.of(s);
        return value instanceof Markup m ? Optional.of(m.text()) : Optional.empty();
    }

    static boolean isIterable(Object value) {
        return value instanceof String
                || value instanceof Markup
                || value instanceof Map
                || value instanceof Undefined
                || value instanceof Generator
                || value instanceof LoopContext
                || sequence(value).isPresent();
    }

    static Iterator<Object> iterate(Run run, Object value) {
        run.touch(value);
        if (value instanceof Generator generator) return generator;
        if (value instanceof Undefined) return List.of().iterator();
        if (value instanceof Map<?, ?> map) return asObjects(map).keySet().iterator();
        Optional<String> text = textOf(value);
        if (text.isPresent()) return Text.characters(text.get());
        return sequence(value)
                .orElseThrow(() -> new TemplateException("'" + type(value) + "' object is not iterable"))
                .iterator();
    }

    static List<Object> list(Run run, Object value) {
        List<Object> items = new ArrayList<>();
        iterate(run, value).forEachRemaining(item -> {
            run.elements(1);
            items.add(item);
        });
        return items;
    }

    static int length(Object value) {
        if (value instanceof Undefined) return 0;
        if (value instanceof Map<?, ?> map) return map.size();
        if (value instanceof LoopContext loop) return loop.length();
        Optional<String> text = textOf(value);
        if (text.isPresent()) return Text.length(text.get());
        return sequence(value)
                .orElseThrow(() -> new TemplateException("object of type '" + type(value) + "' has no len()"))
                .size();
    }

    /** The value as a dict key. */
    static Object key(Run run, Object value) {
        run.touch(value);
        if (value instanceof Boolean b) return b ? BigInteger.ONE : BigInteger.ZERO;
        if (value instanceof Markup m) return m.text();
        if (value instanceof Double d && Math.rint(d) == d && !Double.isInfinite(d))
            return new BigDecimal(d).toBigInteger();
        if (value instanceof Tuple tuple) return new Tuple(key(run, tuple.items()));
        return hashable(value);
    }

    /** A tuple can hold another many times over, so that its key is far larger than it is. */
    private static List<Object> key(Run run, List<Object> items) {
        run.enter();
        List<Object> keys = new ArrayList<>();
        for (Object item : items) keys.add(key(run, item));
        run.leave();
        return keys;
    }

    private static Object hashable(Object value) {
        if (value instanceof List || value instanceof Map || value instanceof DictView)
            throw new TemplateException("unhashable type: '" + type(value) + "'");
        return value;
    }

    /** A key of a new dict. True and 1.0 are refused: as keys they equal 1, but print as themselves. */
    static Object newKey(Run run, Object value) {
        boolean plain = value instanceof String
                || value instanceof Markup
                || value instanceof BigInteger
                || value instanceof Tuple
                || value == None.NONE;
        if (!plain) throw new TemplateException("a " + type(value) + " as a key is not supported");
        return key(run, value);
    }
}
