// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Filters on whole sequences. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Map<String, Filter> all) {
        all.put("length", SequenceFilters::length);
        all.put("count", SequenceFilters::length);
        all.put("default", SequenceFilters::otherwise);
        all.put("d", SequenceFilters::otherwise);
        all.put("first", SequenceFilters::first);
        all.put("last", SequenceFilters::last);
        all.put("list", SequenceFilters::list);
        all.put("join", SequenceFilters::join);
        all.put("items", SequenceFilters::items);
        all.put("reverse", SequenceFilters::reverse);
        all.put("batch", SequenceFilters::batch);
        all.put("slice", SequenceFilters::slice);
        all.put("unique", SequenceFilters::unique);
        all.put("attr", SequenceFilters::attribute);
    }

    private static Object length(Run run, Object input, Arguments args) {
        args.bind("length", 0);
        return Numbers.of(Values.length(input));
    }

    private static Object otherwise(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("default", 0, "default_value", "boolean");
        boolean missing = input instanceof Undefined || bound.truth(1, false) && !Values.truth(input);
        return missing ? bound.or(0, "") : input;
    }

    private static Object first(Run run, Object input, Arguments args) {
        args.bind("first", 0);
        Iterator<Object> items = Values.iterate(run, input);
        return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Object last(Run run, Object input, Arguments args) {
        args.bind("last", 0);
        if (input instanceof Generator)
            throw new TemplateException("'" + Values.type(input) + "' object is not reversible");
        List<Object> items = Values.list(run, input);
        return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.get(items.size() - 1);
    }

    private static Object list(Run run, Object input, Arguments args) {
        args.bind("list", 0);
        return Values.list(run, input);
    }

    private static Object join(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("join", 0, "d", "attribute");
        AttributePath path = AttributePath.of(run, bound.get(1), Optional.empty());
        String separator = Repr.text(run, bound.or(0, ""));
        StringBuilder out = new StringBuilder();
        Iterator<Object> items = Values.iterate(run, input);
        for (boolean first = true; items.hasNext(); first = false) {
            if (!first) run.emit(out, separator);
            run.emit(out, Repr.text(run, path.from(run, items.next())));
        }
        return out.toString();
    }

    private static Object items(Run run, Object input, Arguments args) {
        args.bind("items", 0);
        return new Generator(() -> {
            if (input instanceof Undefined) return Collections.emptyIterator();
            if (!(input instanceof Map<?, ?> map))
                throw new TemplateException("Can only get item pairs from a mapping.");
            run.elements(map.size());
            return DictView.items(map).items().iterator();
        });
    }

    private static Object reverse(Run run, Object input, Arguments args) {
        args.bind("reverse", 0);
        Optional<String> text = Values.textOf(input);
        if (text.isPresent()) {
            run.reserve(text.get().length());
            return new StringBuilder(text.get()).reverse().toString();
        }
        List<Object> items = Values.list(run, input);
        Collections.reverse(items);
        // Python reverses iterators by way of a list.
        return input instanceof Generator ? items : new Generator(items::iterator);
    }

    private static Object batch(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("batch", 1, "linecount", "fill_with");
        return new Generator(() -> batch(run, input, bound).iterator());
    }

    private static List<Object> batch(Run run, Object input, Arguments.Bound bound) {
        int size = bound.integer(0, 1);
        List<Object> rows = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (Object item : Values.list(run, input)) {
            if (row.size() == size) {
                run.elements(2);
                rows.add(row);
                row = new ArrayList<>();
            }
            row.add(item);
        }
        if (!row.isEmpty()) {
            if (bound.get(1) != None.NONE) {
                run.elements(Math.max(0, size));
                while (row.size() < size) row.add(bound.get(1));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object slice(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("slice", 1, "slices", "fill_with");
        return new Generator(() -> slice(run, input, bound).iterator());
    }

    private static List<Object> slice(Run run, Object input, Arguments.Bound bound) {
        int slices = bound.integer(0, 1);
        if (slices == 0) throw new TemplateException("slice: division by zero");
        List<Object> items = Values.list(run, input);
        run.elements(Math.max(0, slices));
        List<Object> columns = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < slices; i++) {
            boolean longer = i < items.size() % slices;
            int to = at + items.size() / slices + (longer ? 1 : 0);
            List<Object> column = new ArrayList<>(items.subList(at, to));
            if (!longer && bound.get(1) != None.NONE) column.add(bound.get(1));
            columns.add(column);
            at = to;
        }
        return columns;
    }

    private static Object unique(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("unique", 0, "case_sensitive", "attribute");
        return new Generator(() -> unique(run, input, bound).iterator());
    }

    private static List<Object> unique(Run run, Object input, Arguments.Bound bound) {
        AttributePath path = AttributePath.of(run, bound.get(1), Optional.empty());
        Set<Object> seen = new HashSet<>();
        List<Object> kept = new ArrayList<>();
        for (Object item : Values.list(run, input)) {
            Object value = path.from(run, item);
            Object key = bound.truth(0, false) ? value : SelectionFilters.caseless(run, value);
            if (seen.add(key instanceof Undefined ? Undefined.class : Values.key(run, key))) kept.add(item);
        }
        return kept;
    }

    private static Object attribute(Run run, Object input, Arguments args) {
        String name = args.bind("attr", 1, "name").text(0);
        if (input instanceof Map && Methods.find(input, name).isEmpty()) return Undefined.attribute(input, name);
        return Subscript.attribute(run, input, name);
    }
}
