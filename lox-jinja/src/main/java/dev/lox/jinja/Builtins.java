// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The global functions available to every template. */
final class Builtins {
    private Builtins() {}

    static void addTo(Scope scope) {
        function(scope, "range", Builtins::range);
        function(scope, "dict", Builtins::dict);
        function(scope, "namespace", Builtins::namespace);
        function(scope, "raise_exception", Builtins::raise);
        function(scope, "strftime_now", Builtins::strftimeNow);
        for (String name : List.of("lipsum", "cycler", "joiner"))
            function(scope, name, (run, args) -> {
                throw new TemplateException("function '" + name + "' is not supported");
            });
    }

    private static void function(Scope scope, String name, Callable function) {
        scope.set(name, function);
    }

    private static Object range(Run run, Arguments args) {
        if (!args.named().isEmpty()) throw new TemplateException("range() takes no keyword arguments");
        Arguments.Bound bound = args.bind("range", 1, "start", "stop", "step");
        boolean one = bound.orNull(1) == null;
        return new Range(
                one ? BigInteger.ZERO : integer(bound.get(0)),
                integer(one ? bound.get(0) : bound.get(1)),
                integer(bound.or(2, BigInteger.ONE)));
    }

    private static BigInteger integer(Object value) {
        if (value instanceof Undefined undefined) throw undefined.error();
        return Numbers.integer(value)
                .orElseThrow(() -> new TemplateException(
                        "'" + Values.type(value) + "' object cannot be interpreted as an integer"));
    }

    private static Object dict(Run run, Arguments args) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        entries(run, "dict", args, (key, value) -> dict.put(Values.newKey(run, key), value));
        return dict;
    }

    private static Object namespace(Run run, Arguments args) {
        Namespace namespace = new Namespace();
        entries(run, "namespace", args, namespace::put);
        return namespace;
    }

    private static void entries(Run run, String function, Arguments args, BiConsumer<Object, Object> to) {
        Object first = new Arguments(args.positional(), Map.of())
                .bind(function, 0, "entries")
                .or(0, Map.of());
        if (first instanceof Map<?, ?> map) {
            run.elements(map.size());
            map.forEach(to);
        } else
            for (Iterator<Object> pairs = Values.iterate(run, first); pairs.hasNext(); ) {
                List<Object> pair = Values.list(run, pairs.next());
                if (pair.size() != 2) throw new TemplateException(function + ": expected pairs of key and value");
                to.accept(pair.get(0), pair.get(1));
            }
        args.named().forEach(to);
    }

    private static Object raise(Run run, Arguments args) {
        String message =
                Repr.text(run, args.bind("raise_exception", 1, "message").get(0));
        throw new TemplateException(message.isEmpty() ? "raise_exception without a message" : message);
    }

    private static Object strftimeNow(Run run, Arguments args) {
        String format = args.bind("strftime_now", 1, "format").text(0);
        return Strftime.format(run, LocalDateTime.now(run.clock()), format);
    }
}
