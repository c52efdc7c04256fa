// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Filters that evaluate each item: map, select and reject, sort. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void addTo(Map<String, Filter> all) {
        all.put("map", SelectionFilters::map);
        all.put("select", (run, input, args) -> select(run, "select", input, args));
        all.put("reject", (run, input, args) -> select(run, "reject", input, args));
        all.put("selectattr", (run, input, args) -> select(run, "selectattr", input, args));
        all.put("rejectattr", (run, input, args) -> select(run, "rejectattr", input, args));
        all.put("sort", SelectionFilters::sort);
        all.put("dictsort", SelectionFilters::dictSort);
    }

    static Object caseless(Run run, Object value) {
        run.touch(value);
        return TextFilters.caseless(value).<Object>map(text -> text).orElse(value);
    }

    private static Object map(Run run, Object input, Arguments args) {
        return new Generator(() -> mapped(run, input, args));
    }

    private static Iterator<Object> mapped(Run run, Object input, Arguments args) {
        if (!Values.truth(input)) return Collections.emptyIterator();
        UnaryOperator<Object> change = mapping(run, args);
        Iterator<Object> items = Values.iterate(run, input);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                run.elements(1);
                return change.apply(items.next());
            }
        };
    }

    private static UnaryOperator<Object> mapping(Run run, Arguments args) {
        if (args.positional().isEmpty() && args.named().containsKey("attribute")) {
            Arguments.Bound bound = args.bind("map", 0, "attribute", "default");
            Optional<Object> otherwise = Optional.of(bound.get(1)).filter(value -> value != None.NONE);
            AttributePath path = AttributePath.of(run, bound.get(0), otherwise);
            return item -> path.from(run, item);
        }
        if (args.positional().isEmpty()) throw new TemplateException("map requires a filter argument");
        Filter filter = Filter.named(Repr.text(run, args.positional().get(0)));
        Arguments rest = after(args, 1);
        return item -> {
            run.touch(item);
            return filter.apply(run, item, rest);
        };
    }

    private static Arguments after(Arguments args, int count) {
        return new Arguments(args.positional().subList(count, args.positional().size()), args.named());
    }

    private static Object select(Run run, String name, Object input, Arguments args) {
        return new Generator(() -> selected(run, name, input, args));
    }

    private static Iterator<Object> selected(Run run, String name, Object input, Arguments args) {
        if (!Values.truth(input)) return Collections.emptyIterator();
        boolean byAttribute = name.endsWith("attr");
        if (byAttribute && args.positional().isEmpty())
            throw new TemplateException("Missing parameter for attribute name");
        AttributePath path =
                AttributePath.of(run, byAttribute ? args.positional().get(0) : None.NONE, Optional.empty());
        Arguments rest = after(args, byAttribute ? 1 : 0);
        boolean wanted = name.startsWith("select");
        Iterator<Object> items = Values.iterate(run, input);
        return new Chosen(items, item -> holds(run, path.from(run, item), rest) == wanted);
    }

    private static boolean holds(Run run, Object value, Arguments args) {
        if (args.positional().isEmpty()) return Values.truth(value);
        String test = Repr.text(run, args.positional().get(0));
        return Test.named(test).holds(run, value, after(args, 1));
    }

    /** The items that satisfy a condition, evaluated lazily. */
    static final class Chosen implements Iterator<Object> {
        private final Iterator<Object> items;
        private final java.util.function.Predicate<Object> condition;
        private Optional<Object> next = Optional.empty();

        Chosen(Iterator<Object> items, java.util.function.Predicate<Object> condition) {
            this.items = items;
            this.condition = condition;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && items.hasNext())
                next = Optional.of(items.next()).filter(condition);
            return next.isPresent();
        }

        @Override
        public Object next() {
            if (!hasNext()) throw new NoSuchElementException();
            Object item = next.orElseThrow();
            next = Optional.empty();
            return item;
        }
    }

    private static Object sort(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("sort", 0, "reverse", "case_sensitive", "attribute");
        List<AttributePath> paths = new ArrayList<>();
        if (bound.get(2) instanceof String list)
            for (String path : AttributePath.split(run, list, ','))
                paths.add(AttributePath.of(run, path, Optional.empty()));
        else paths.add(AttributePath.of(run, bound.get(2), Optional.empty()));
        List<Object> items = Values.list(run, input);
        return sorted(run, items, bound.truth(0, false), item -> {
            List<Object> key = new ArrayList<>();
            for (AttributePath path : paths) {
                Object value = path.from(run, item);
                key.add(bound.truth(1, false) ? value : caseless(run, value));
            }
            return key;
        });
    }

    private static List<Object> sorted(Run run, List<Object> items, boolean reverse, UnaryOperator<Object> key) {
        List<Map.Entry<Object, Object>> keyed = new ArrayList<>();
        for (Object item : items) keyed.add(Map.entry(key.apply(item), item));
        Comparator<Map.Entry<Object, Object>> order = (a, b) -> Comparison.ordered(run, "<", a.getKey(), b.getKey());
        try {
            keyed.sort(reverse ? order.reversed() : order);
        } catch (IllegalArgumentException e) {
            throw new TemplateException("sort: the items have no order");
        }
        List<Object> sorted = new ArrayList<>();
        for (Map.Entry<Object, Object> e : keyed) sorted.add(e.getValue());
        return sorted;
    }

    private static Object dictSort(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        String by = bound.text(1, "key");
        if (!by.equals("key") && !by.equals("value"))
            throw new TemplateException("You can only sort by either \"key\" or \"value\"");
        if (input instanceof Undefined undefined) throw undefined.error();
        if (!(input instanceof Map<?, ?> map))
            throw new TemplateException("'" + Values.type(input) + "' object has no attribute 'items'");
        run.elements(2L * map.size());
        return sorted(run, DictView.items(new LinkedHashMap<>(map)).items(), bound.truth(2, false), pair -> {
            Object value = ((Tuple) pair).items().get(by.equals("key") ? 0 : 1);
            return bound.truth(0, false) ? value : caseless(run, value);
        });
    }
}
