// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Attributes of Python's built-in types. All that templates may use are methods. */
final class Methods {
    private static final Set<String> CHANGING = Set.of(
            "append",
            "clear",
            "extend",
            "insert",
            "pop",
            "popitem",
            "remove",
            "reverse",
            "setdefault",
            "sort",
            "update");
    private static final Set<String> OF_LISTS = Set.of("copy", "count", "index");
    private static final Set<String> OF_TUPLES = Set.of("count", "index");
    private static final Set<String> OF_DICTS = Set.of("copy", "fromkeys", "get", "items", "keys", "values");
    private static final Set<String> OF_NUMBERS = Set.of(
            "as_integer_ratio",
            "bit_count",
            "bit_length",
            "conjugate",
            "denominator",
            "from_bytes",
            "fromhex",
            "hex",
            "imag",
            "is_integer",
            "numerator",
            "real",
            "to_bytes");

    private Methods() {}

    /** The value's method in Python, if any; mutating and unsupported methods fail when they are called. */
    static Optional<Object> find(Object of, String name) {
        if (name.startsWith("__") && name.endsWith("__") && !(of instanceof Map<?, ?> m && m.containsKey(name)))
            throw new TemplateException("access to attribute '" + name + "' is unsafe");
        if (of instanceof String self && StringMethods.NAMES.contains(name))
            return method((run, args) -> StringMethods.call(run, self, name, args));
        if (of instanceof Markup self && StringMethods.NAMES.contains(name))
            return method((run, args) -> ofMarkup(run, self, name, args));
        if (of instanceof Map<?, ?> map && OF_DICTS.contains(name))
            return method((run, args) -> ofDict(run, Values.asObjects(map), name, args));
        if ((of instanceof List && OF_LISTS.contains(name)) || (of instanceof Tuple && OF_TUPLES.contains(name)))
            return method((run, args) -> ofList(run, of, name, args));
        if ((of instanceof List || of instanceof Map) && CHANGING.contains(name) && changes(of, name))
            return Optional.of(
                    new Undefined("access to attribute '" + name + "' of '" + Values.type(of) + "' object is unsafe"));
        boolean known = Numbers.isNumber(of) && OF_NUMBERS.contains(name);
        if (known) throw unsupported(of, name);
        return Optional.empty();
    }

    private static boolean changes(Object of, String name) {
        return switch (name) {
            case "clear", "pop" -> true;
            case "popitem", "setdefault", "update" -> of instanceof Map;
            default -> of instanceof List;
        };
    }

    private static Optional<Object> method(Callable method) {
        return Optional.of(method);
    }

    static TemplateException unsupported(Object of, String name) {
        return new TemplateException("method '" + name + "' of '" + Values.type(of) + "' is not supported");
    }

    /** Safe strings stay safe. Methods with arguments would escape them, which no template needs. */
    private static Object ofMarkup(Run run, Markup self, String name, Arguments args) {
        if (!args.positional().isEmpty() || !args.named().isEmpty()) throw unsupported(self, name);
        Object result = StringMethods.call(run, self.text(), name, args);
        if (result instanceof String s) return new Markup(s);
        if (result instanceof Boolean) return result;
        throw unsupported(self, name);
    }

    private static Object ofDict(Run run, Map<Object, Object> self, String name, Arguments args) {
        switch (name) {
            case "get" -> {
                if (!args.named().isEmpty()) throw new TemplateException("get takes no keyword arguments");
                Arguments.Bound bound = args.bind("get", 1, "key", "default");
                Object value = self.get(Values.key(run, bound.get(0)));
                return value == null ? bound.get(1) : value;
            }
            case "items", "keys", "values" -> {
                args.bind(name, 0);
                run.elements(self.size());
            }
            case "copy" -> args.bind(name, 0);
            default -> throw unsupported(self, name);
        }
        return switch (name) {
            case "items" -> DictView.items(self);
            case "keys" -> DictView.keys(self);
            case "values" -> DictView.values(self);
            default -> self;
        };
    }

    private static Object ofList(Run run, Object self, String name, Arguments args) {
        List<Object> items = Values.sequence(self).orElseThrow();
        if (name.equals("copy")) {
            args.bind(name, 0);
            return self;
        }
        Arguments.Bound bound = args.bind(name, 1, "value", "start", "stop");
        boolean bounded = bound.orNull(1) != null || bound.orNull(2) != null;
        if (bounded) throw new TemplateException("bounds of method '" + name + "' are not supported");
        int found = 0;
        for (int i = 0; i < items.size(); i++) {
            if (!Comparison.equal(run, items.get(i), bound.get(0))) continue;
            if (name.equals("index")) return Numbers.of(i);
            found++;
        }
        if (name.equals("count")) return Numbers.of(found);
        throw new TemplateException(Repr.of(run, bound.get(0)) + " is not in " + Values.type(self));
    }
}
