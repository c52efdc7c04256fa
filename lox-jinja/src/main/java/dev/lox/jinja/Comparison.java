// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's equality, order and membership. */
final class Comparison {
    private Comparison() {}

    static boolean holds(Run run, String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> equal(run, left, right);
            case "!=" -> !equal(run, left, right);
            case "<" -> ordered(run, operator, left, right) < 0 && !unordered(left, right);
            case "<=" -> ordered(run, operator, left, right) <= 0 && !unordered(left, right);
            case ">" -> ordered(run, operator, left, right) > 0 && !unordered(left, right);
            case ">=" -> ordered(run, operator, left, right) >= 0 && !unordered(left, right);
            case "in" -> contains(run, right, left);
            case "not in" -> !contains(run, right, left);
            default -> throw new IllegalStateException(operator);
        };
    }

    static boolean equal(Run run, Object a, Object b) {
        run.enter();
        try {
            run.touch(a);
            if (Numbers.isNumber(a) && Numbers.isNumber(b)) return ofNumbers(a, b) == 0 && !unordered(a, b);
            if (a instanceof List && b instanceof List || a instanceof Tuple && b instanceof Tuple)
                return equalItems(
                        run,
                        Values.sequence(a).orElseThrow(),
                        Values.sequence(b).orElseThrow());
            if (a instanceof Map<?, ?> m && b instanceof Map<?, ?> n) return equalDicts(run, m, n);
            if (a instanceof Undefined && b instanceof Undefined) return true;
            Optional<String> text = Values.textOf(a);
            if (text.isPresent()) return text.equals(Values.textOf(b));
            return a instanceof Range && a.equals(b) || a == b;
        } finally {
            run.leave();
        }
    }

    private static boolean equalItems(Run run, List<Object> a, List<Object> b) {
        if (a.size() != b.size()) return false;
        for (int i = 0; i < a.size(); i++) if (!equal(run, a.get(i), b.get(i))) return false;
        return true;
    }

    private static boolean equalDicts(Run run, Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) return false;
        for (Map.Entry<?, ?> e : a.entrySet()) {
            Object other = b.get(e.getKey());
            if (other == null || !equal(run, e.getValue(), other)) return false;
        }
        return true;
    }

    private static boolean unordered(Object a, Object b) {
        return a instanceof Double x && x.isNaN() || b instanceof Double y && y.isNaN();
    }

    private static int ofNumbers(Object a, Object b) {
        if (a instanceof BigInteger i && b instanceof BigInteger j) return i.compareTo(j);
        if (isFinite(a) && isFinite(b)) return Numbers.exact(a).compareTo(Numbers.exact(b));
        return Double.compare(Numbers.real(a), Numbers.real(b));
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double d) || Double.isFinite(d);
    }

    /** Negative, zero or positive as {@code left} is less, equal or greater. */
    static int ordered(Run run, String operator, Object left, Object right) {
        run.enter();
        try {
            run.touch(left);
            if (left instanceof Undefined undefined) throw undefined.error();
            if (right instanceof Undefined undefined) throw undefined.error();
            if (Numbers.isNumber(left) && Numbers.isNumber(right)) return ofNumbers(left, right);
            Optional<String> a = Values.textOf(left);
            Optional<String> b = Values.textOf(right);
            if (a.isPresent() && b.isPresent()) return Text.compare(a.get(), b.get());
            if (left instanceof List && right instanceof List || left instanceof Tuple && right instanceof Tuple)
                return ofItems(
                        run,
                        operator,
                        Values.sequence(left).orElseThrow(),
                        Values.sequence(right).orElseThrow());
            throw new TemplateException("'" + operator + "' not supported between instances of '" + Values.type(left)
                    + "' and '" + Values.type(right) + "'");
        } finally {
            run.leave();
        }
    }

    private static int ofItems(Run run, String operator, List<Object> a, List<Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++)
            if (!equal(run, a.get(i), b.get(i))) return ordered(run, operator, a.get(i), b.get(i));
        return Integer.compare(a.size(), b.size());
    }

    private static boolean contains(Run run, Object container, Object item) {
        run.touch(container);
        if (container instanceof Undefined) return false;
        if (container instanceof Map<?, ?> map) return map.containsKey(Values.key(run, item));
        Optional<String> text = Values.textOf(container);
        if (text.isPresent()) {
            String part = Values.textOf(item)
                    .orElseThrow(() -> new TemplateException(
                            "'in <string>' requires string as left operand, not " + Values.type(item)));
            return Search.forward(run, part).next(text.get(), 0) >= 0;
        }
        if (!Values.isIterable(container))
            throw new TemplateException("argument of type '" + Values.type(container) + "' is not iterable");
        Iterator<Object> items = Values.iterate(run, container);
        while (items.hasNext()) if (equal(run, item, items.next())) return true;
        return false;
    }
}
