// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's arithmetic operators. */
final class Arithmetic {
    private Arithmetic() {}

    static Object apply(Run run, String operator, Object left, Object right) {
        if (left instanceof Undefined undefined) throw undefined.error();
        if (operator.equals("%") && left instanceof String format) return Printf.format(run, format, right);
        if (right instanceof Undefined undefined) throw undefined.error();
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) return ofNumbers(operator, left, right);
        if (operator.equals("+")) return joined(run, left, right).orElseThrow(() -> unsupported(operator, left, right));
        if (operator.equals("*") && Numbers.integer(right).isPresent()) return repeated(run, left, right);
        if (operator.equals("*") && Numbers.integer(left).isPresent()) return repeated(run, right, left);
        throw unsupported(operator, left, right);
    }

    static Object negative(Object value) {
        if (value instanceof Double d) return -d;
        return integerOf("-", value).negate();
    }

    static Object positive(Object value) {
        return value instanceof Double ? value : integerOf("+", value);
    }

    private static BigInteger integerOf(String operator, Object value) {
        if (value instanceof Undefined undefined) throw undefined.error();
        return Numbers.integer(value)
                .orElseThrow(() -> new TemplateException(
                        "bad operand type for unary " + operator + ": '" + Values.type(value) + "'"));
    }

    private static Optional<Object> joined(Run run, Object left, Object right) {
        Optional<String> a = Values.textOf(left);
        Optional<String> b = Values.textOf(right);
        if (a.isPresent() && b.isPresent()) {
            long length = (long) a.get().length() + b.get().length();
            boolean plain = left instanceof String && right instanceof String;
            run.reserve(plain ? length : Markup.MOST_PER_CHARACTER * length);
            if (plain) return Optional.of(a.get() + b.get());
            return Optional.of(new Markup(Markup.escaped(left) + Markup.escaped(right)));
        }
        boolean lists = left instanceof List && right instanceof List;
        if (!lists && !(left instanceof Tuple && right instanceof Tuple)) return Optional.empty();
        List<Object> items = new ArrayList<>(Values.sequence(left).orElseThrow());
        items.addAll(Values.sequence(right).orElseThrow());
        run.elements(items.size());
        return Optional.of(lists ? items : new Tuple(items));
    }

    private static Object repeated(Run run, Object value, Object times) {
        int count = Math.max(0, Numbers.clamp(Numbers.integer(times).orElseThrow()));
        if (value instanceof String || value instanceof Markup) {
            String text = Values.textOf(value).orElseThrow();
            run.reserve((long) text.length() * count);
            String repeated = text.isEmpty() ? "" : text.repeat(count);
            return value instanceof Markup ? new Markup(repeated) : repeated;
        }
        if (!(value instanceof List) && !(value instanceof Tuple)) throw unsupported("*", value, times);
        List<Object> items = Values.sequence(value).orElseThrow();
        run.elements((long) items.size() * count);
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count && !items.isEmpty(); i++) all.addAll(items);
        return value instanceof List ? all : new Tuple(all);
    }

    private static Object ofNumbers(String operator, Object left, Object right) {
        Optional<BigInteger> a = Numbers.integer(left);
        Optional<BigInteger> b = Numbers.integer(right);
        boolean integers = a.isPresent() && b.isPresent() && !operator.equals("/");
        if (!integers || operator.equals("**") && b.get().signum() < 0)
            return ofReals(operator, Numbers.real(left), Numbers.real(right));
        return Numbers.bounded(ofIntegers(operator, a.get(), b.get()));
    }

    private static BigInteger ofIntegers(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "**" -> power(a, b);
            case "//" -> floorDivided(a, b)[0];
            case "%" -> floorDivided(a, b)[1];
            default -> throw new IllegalStateException(operator);
        };
    }

    private static BigInteger power(BigInteger a, BigInteger b) {
        // Only powers of -1, 0 and 1 are never too large to compute.
        if (a.abs().bitLength() < 2) return a.pow(b.signum() == 0 ? 0 : b.testBit(0) ? 1 : 2);
        if (b.bitLength() > 16) throw new TemplateException("an integer is too large");
        return a.pow(b.intValueExact());
    }

    private static BigInteger[] floorDivided(BigInteger a, BigInteger b) {
        if (b.signum() == 0) throw byZero();
        BigInteger[] parts = a.divideAndRemainder(b);
        if (parts[1].signum() * b.signum() < 0) {
            parts[0] = parts[0].subtract(BigInteger.ONE);
            parts[1] = parts[1].add(b);
        }
        return parts;
    }

    private static Object ofReals(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) throw byZero();
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> floorQuotient(a, b);
            case "%" -> remainder(a, b);
            case "**" -> power(a, b);
            default -> throw new IllegalStateException(operator);
        };
    }

    private static double remainder(double a, double b) {
        double rest = a % b;
        if (rest == 0) return Math.copySign(0.0, b);
        return rest < 0 != b < 0 ? rest + b : rest;
    }

    private static double floorQuotient(double a, double b) {
        double quotient = (a - remainder(a, b)) / b;
        if (quotient == 0) return Math.copySign(0.0, a / b);
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double power(double a, double b) {
        if (a == 0 && b < 0) throw byZero();
        double power = Math.pow(a, b);
        boolean finite = Double.isFinite(a) && Double.isFinite(b);
        if (finite && Double.isNaN(power)) throw new TemplateException("a complex number is not supported");
        if (finite && Double.isInfinite(power)) throw new TemplateException("the result of ** is too large");
        return power;
    }

    private static TemplateException byZero() {
        return new TemplateException("division by zero");
    }

    static TemplateException unsupported(String operator, Object left, Object right) {
        return new TemplateException("unsupported operand types for " + operator + ": '" + Values.type(left) + "' and '"
                + Values.type(right) + "'");
    }
}
