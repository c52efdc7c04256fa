// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attributes, items and slices: {@code a.b}, {@code a[b]}, {@code a[b:c:d]}. */
final class Subscript {
    private Subscript() {}

    /** The attribute of this name or, if there is none, the item. */
    static Object attribute(Run run, Object of, String name) {
        if (of instanceof Undefined undefined) throw undefined.error();
        return attributeOf(of, name).or(() -> itemOf(run, of, name)).orElseGet(() -> Undefined.attribute(of, name));
    }

    /** The item for this key or, if there is none, the attribute. */
    static Object item(Run run, Object of, Object key) {
        if (of instanceof Undefined undefined) throw undefined.error();
        Optional<Object> item = itemOf(run, of, key);
        if (item.isPresent()) return item.get();
        if (key instanceof String name) return attributeOf(of, name).orElseGet(() -> Undefined.attribute(of, name));
        return Undefined.element(of, Repr.of(run, key));
    }

    private static Optional<Object> itemOf(Run run, Object of, Object key) {
        if (of instanceof Map<?, ?> map)
            return key instanceof List || key instanceof Map
                    ? Optional.empty()
                    : Optional.ofNullable(map.get(Values.key(run, key)));
        Optional<BigInteger> index = Numbers.integer(key);
        if (index.isEmpty()) return Optional.empty();
        int i = Numbers.clamp(index.get());
        Optional<String> text = Values.textOf(of);
        if (text.isPresent()) return characterAt(text.get(), i);
        if (of instanceof DictView) return Optional.empty();
        return Values.sequence(of).flatMap(items -> {
            int at = i < 0 ? i + items.size() : i;
            return at < 0 || at >= items.size() ? Optional.empty() : Optional.of(items.get(at));
        });
    }

    private static Optional<Object> characterAt(String text, int i) {
        int length = Text.length(text);
        int at = i < 0 ? i + length : i;
        if (at < 0 || at >= length) return Optional.empty();
        return Optional.of(Character.toString(text.codePointAt(Text.offset(text, at))));
    }

    private static Optional<Object> attributeOf(Object of, String name) {
        if (of instanceof Namespace namespace)
            return Optional.ofNullable(namespace.fields().get(name));
        if (of instanceof LoopContext loop) return loop.attribute(name);
        return Methods.find(of, name);
    }

    static Object slice(Run run, Object of, Object from, Object to, Object step) {
        if (of instanceof Undefined undefined) throw undefined.error();
        run.touch(of);
        Optional<String> text = Values.textOf(of);
        if (text.isEmpty() && (of instanceof DictView || Values.sequence(of).isEmpty()))
            throw new TemplateException("'" + Values.type(of) + "' object cannot be sliced");
        if (text.isPresent() && step == None.NONE) return part(of, text.get(), from, to);
        List<Object> items =
                text.isPresent() ? Values.list(run, of) : Values.sequence(of).orElseThrow();
        long by = step == None.NONE ? 1 : bound(step);
        if (by == 0) throw new TemplateException("slice step cannot be zero");
        long size = items.size();
        long at = from == None.NONE ? (by > 0 ? 0 : size - 1) : within(bound(from), size, by);
        long end = to == None.NONE ? (by > 0 ? size : -1) : within(bound(to), size, by);
        List<Object> chosen = new ArrayList<>();
        run.elements(Math.max(0, (end - at + by - Long.signum(by)) / by));
        for (; by > 0 ? at < end : at > end; at += by) chosen.add(items.get((int) at));
        if (text.isPresent()) {
            StringBuilder joined = new StringBuilder();
            for (Object character : chosen) joined.append(character);
            return of instanceof Markup ? new Markup(joined.toString()) : joined.toString();
        }
        return of instanceof Tuple ? new Tuple(chosen) : chosen;
    }

    private static Object part(Object of, String text, Object from, Object to) {
        int size = Text.length(text);
        int at = from == None.NONE ? 0 : (int) within(bound(from), size, 1);
        int end = to == None.NONE ? size : (int) within(bound(to), size, 1);
        String part = at >= end ? "" : text.substring(Text.offset(text, at), Text.offset(text, end));
        return of instanceof Markup ? new Markup(part) : part;
    }

    private static long bound(Object value) {
        if (value instanceof Undefined)
            throw new TemplateException("slice indices must be integers or None, got an undefined value");
        return Numbers.clamp(Numbers.integer(value)
                .orElseThrow(() ->
                        new TemplateException("slice indices must be integers or None, got " + Values.type(value))));
    }

    private static long within(long i, long size, long step) {
        long at = i < 0 ? i + size : i;
        long least = step > 0 ? 0 : -1;
        return Math.max(least, Math.min(at, step > 0 ? size : size - 1));
    }
}
