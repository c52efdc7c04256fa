// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Filters that convert or compare numbers. */
final class NumberFilters {
    private NumberFilters() {}

    static void addTo(Map<String, Filter> all) {
        all.put("int", NumberFilters::integer);
        all.put("float", NumberFilters::real);
        all.put("abs", NumberFilters::absolute);
        all.put("round", NumberFilters::round);
        all.put("sum", NumberFilters::sum);
        all.put("min", (run, input, args) -> extreme(run, "min", input, args));
        all.put("max", (run, input, args) -> extreme(run, "max", input, args));
    }

    private static Object integer(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("int", 0, "default", "base");
        if (input instanceof Undefined undefined) throw undefined.error();
        Optional<BigInteger> whole = Numbers.integer(input);
        if (whole.isPresent()) return whole.get();
        if (input instanceof Double d) return d.isNaN() ? bound.or(0, BigInteger.ZERO) : Numbers.truncated(d);
        Optional<String> text = Values.textOf(input);
        if (text.isEmpty()) return bound.or(0, BigInteger.ZERO);
        Optional<Object> read =
                Numbers.parseInteger(text.get(), bound.integer(1, 10)).map(i -> i);
        return read.or(() ->
                        Numbers.parseReal(text.get()).filter(Double::isFinite).map(Numbers::truncated))
                .orElseGet(() -> bound.or(0, BigInteger.ZERO));
    }

    private static Object real(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("float", 0, "default");
        if (input instanceof Undefined undefined) throw undefined.error();
        if (Numbers.isNumber(input)) return Numbers.real(input);
        return Values.textOf(input)
                .flatMap(Numbers::parseReal)
                .<Object>map(d -> d)
                .orElseGet(() -> bound.or(0, 0.0));
    }

    private static Object number(String filter, Object input) {
        if (input instanceof Undefined undefined) throw undefined.error();
        if (!Numbers.isNumber(input))
            throw new TemplateException("filter '" + filter + "', expected a number, got " + Values.type(input));
        return input;
    }

    private static Object absolute(Run run, Object input, Arguments args) {
        args.bind("abs", 0);
        if (number("abs", input) instanceof Double d) return Math.abs(d);
        return Numbers.integer(input).orElseThrow().abs();
    }

    private static Object round(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("round", 0, "precision", "method");
        int precision = bound.integer(0, 0);
        String method = bound.text(1, "common");
        if (Math.abs((long) precision) > 300) throw new TemplateException("round: precision must be within 300");
        RoundingMode mode =
                switch (method) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> throw new TemplateException("method must be common, ceil or floor");
                };
        Object value = number("round", input);
        boolean whole = Numbers.integer(value).isPresent();
        if (!whole && !Double.isFinite(Numbers.real(value))) return value;
        if (!method.equals("common")) {
            double scale = Math.pow(10, precision);
            double scaled = Numbers.real(value) * scale;
            return (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
        }
        BigDecimal rounded = Numbers.exact(value).setScale(precision, mode);
        if (whole) return rounded.setScale(0, mode).toBigInteger();
        return Math.copySign(rounded.doubleValue(), Numbers.real(value));
    }

    private static Object sum(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("sum", 0, "attribute", "start");
        AttributePath path = AttributePath.of(run, bound.get(0), Optional.empty());
        Object sum = bound.or(1, BigInteger.ZERO);
        if (Values.textOf(sum).isPresent()) throw new TemplateException("sum() can't sum strings");
        for (Iterator<Object> items = Values.iterate(run, input); items.hasNext(); )
            sum = Arithmetic.apply(run, "+", sum, path.from(run, items.next()));
        return sum;
    }

    private static Object extreme(Run run, String name, Object input, Arguments args) {
        Arguments.Bound bound = args.bind(name, 0, "case_sensitive", "attribute");
        AttributePath path = AttributePath.of(run, bound.get(1), Optional.empty());
        Iterator<Object> items = Values.iterate(run, input);
        if (!items.hasNext()) return new Undefined("No aggregated item, sequence was empty.");
        Object best = items.next();
        Object bestKey = key(run, path, bound, best);
        while (items.hasNext()) {
            Object item = items.next();
            Object key = key(run, path, bound, item);
            if (!Comparison.holds(run, name.equals("min") ? "<" : ">", key, bestKey)) continue;
            best = item;
            bestKey = key;
        }
        return best;
    }

    private static Object key(Run run, AttributePath path, Arguments.Bound bound, Object item) {
        Object value = path.from(run, item);
        return bound.truth(0, false) ? value : SelectionFilters.caseless(run, value);
    }
}
