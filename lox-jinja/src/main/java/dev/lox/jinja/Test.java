// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A test: {@code value is test}. */
@FunctionalInterface
interface Test {
    /** All tests by name. */
    Map<String, Test> ALL = all();

    boolean holds(Run run, Object value, Arguments arguments);

    static Test named(String name) {
        Test test = ALL.get(name);
        if (test == null) throw new TemplateException("test '" + name + "' is not known");
        return test;
    }

    private static Map<String, Test> all() {
        Map<String, Test> all = new HashMap<>();
        addTypes(all);
        addComparisons(all);
        all.put("odd", (run, value, args) -> remains(run, value, args, "odd", BigInteger.ONE));
        all.put("even", (run, value, args) -> remains(run, value, args, "even", BigInteger.ZERO));
        all.put("divisibleby", (run, value, args) -> {
            Object by = args.bind("divisibleby", 1, "num").get(0);
            return Comparison.equal(run, Arithmetic.apply(run, "%", value, by), BigInteger.ZERO);
        });
        all.put("lower", (run, value, args) -> isCase(run, value, args, "islower"));
        all.put("upper", (run, value, args) -> isCase(run, value, args, "isupper"));
        all.put("filter", (run, value, args) -> {
            args.bind("filter", 0);
            return Filter.ALL.containsKey(Values.textOf(value).orElse(""));
        });
        all.put("test", (run, value, args) -> {
            args.bind("test", 0);
            return Test.ALL.containsKey(Values.textOf(value).orElse(""));
        });
        return Map.copyOf(all);
    }

    private static void addTypes(Map<String, Test> all) {
        add(all, "defined", value -> !(value instanceof Undefined));
        add(all, "undefined", value -> value instanceof Undefined);
        add(all, "none", value -> value == None.NONE);
        add(all, "boolean", value -> value instanceof Boolean);
        add(all, "true", Boolean.TRUE::equals);
        add(all, "false", Boolean.FALSE::equals);
        add(all, "integer", value -> value instanceof BigInteger);
        add(all, "float", value -> value instanceof Double);
        add(all, "number", Numbers::isNumber);
        add(all, "string", value -> Values.textOf(value).isPresent());
        add(all, "mapping", value -> value instanceof Map);
        add(all, "iterable", Values::isIterable);
        add(all, "escaped", value -> value instanceof Markup);
        add(all, "callable", value -> value instanceof Callable || value instanceof Undefined);
        add(
                all,
                "sequence",
                value -> Values.textOf(value).isPresent()
                        || value instanceof List
                        || value instanceof Tuple
                        || value instanceof Map
                        || value instanceof Range
                        || value instanceof Undefined);
    }

    private static void addComparisons(Map<String, Test> all) {
        Map<String, List<String>> names = Map.of(
                "==", List.of("==", "eq", "equalto"),
                "!=", List.of("!=", "ne"),
                ">", List.of(">", "gt", "greaterthan"),
                ">=", List.of(">=", "ge"),
                "<", List.of("<", "lt", "lessthan"),
                "<=", List.of("<=", "le"),
                "in", List.of("in"));
        names.forEach((operator, aliases) -> aliases.forEach(alias -> all.put(
                alias,
                (run, value, args) -> Comparison.holds(
                        run, operator, value, args.bind(alias, 1, "other").get(0)))));
        all.put(
                "sameas",
                (run, value, args) ->
                        same(value, args.bind("sameas", 1, "other").get(0)));
    }

    /** Python's {@code is}, which holds for equal constants and small integers. */
    private static boolean same(Object a, Object b) {
        return a == b || (a instanceof Boolean || a instanceof BigInteger i && i.bitLength() < 8) && a.equals(b);
    }

    private static void add(Map<String, Test> all, String name, Predicate<Object> predicate) {
        all.put(name, (run, value, args) -> {
            args.bind(name, 0);
            return predicate.test(value);
        });
    }

    private static boolean remains(Run run, Object value, Arguments args, String name, BigInteger rest) {
        args.bind(name, 0);
        return Comparison.equal(run, Arithmetic.apply(run, "%", value, BigInteger.TWO), rest);
    }

    private static boolean isCase(Run run, Object value, Arguments args, String method) {
        args.bind(method, 0);
        return StringMethods.call(run, Repr.text(run, value), method, Arguments.NONE)
                .equals(true);
    }
}
