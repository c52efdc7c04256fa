// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Python's numbers: unbounded integers, which include booleans, and floats. */
final class Numbers {
    private static final BigInteger MIN = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    // Python refuses to print or parse integers with many digits. Our limit is lower, because they are slow.
    private static final int MAX_DIGITS = 300;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]++");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,9}+)?");

    private Numbers() {}

    static BigInteger of(long value) {
        return BigInteger.valueOf(value);
    }

    static boolean isNumber(Object value) {
        return value instanceof BigInteger || value instanceof Double || value instanceof Boolean;
    }

    /** The value as an integer, if Python treats it as one. */
    static Optional<BigInteger> integer(Object value) {
        if (value instanceof BigInteger i) return Optional.of(i);
        if (value instanceof Boolean b) return Optional.of(b ? BigInteger.ONE : BigInteger.ZERO);
        return Optional.empty();
    }

    static double real(Object number) {
        if (number instanceof Double d) return d;
        double d = integer(number).orElseThrow().doubleValue();
        if (Double.isInfinite(d)) throw new TemplateException("int too large to convert to float");
        return d;
    }

    static BigDecimal exact(Object finite) {
        return finite instanceof Double d
                ? new BigDecimal(d)
                : new BigDecimal(integer(finite).orElseThrow());
    }

    static int clamp(BigInteger value) {
        return value.max(MIN).min(MAX).intValue();
    }

    static BigInteger bounded(BigInteger value) {
        if (value.bitLength() > 3 * MAX_DIGITS) throw new TemplateException("an integer is too large");
        return value;
    }

    /** The shortest decimal that gives the same float. */
    static String repr(double d) {
        if (Double.isNaN(d)) return "nan";
        if (Double.isInfinite(d)) return d > 0 ? "inf" : "-inf";
        if (d == 0) return 1 / d < 0 ? "-0.0" : "0.0";
        BigDecimal exact = new BigDecimal(Math.abs(d));
        BigDecimal shortest = exact;
        // If 15 digits suffice, shorter forms differ only in trailing zeros. Subnormal floats can have fewer digits.
        int least = Math.abs(d) < Double.MIN_NORMAL ? 1 : 15;
        for (int digits = least; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == Math.abs(d)) break;
        }
        String digits = shortest.unscaledValue().toString().replaceAll("0+$", "");
        int exponent = shortest.precision() - shortest.scale() - 1;
        return (d < 0 ? "-" : "")
                + (exponent < -4 || exponent >= 16 ? scientific(digits, exponent) : plain(digits, exponent));
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : Integer.toString(Math.abs(exponent));
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + size;
    }

    private static String plain(String digits, int exponent) {
        if (exponent < 0) return "0." + "0".repeat(-exponent - 1) + digits;
        if (digits.length() <= exponent + 1) return digits + "0".repeat(exponent + 1 - digits.length()) + ".0";
        return digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }

    /** Python's {@code int(text, base)}. */
    static Optional<BigInteger> parseInteger(String text, int base) {
        String digits = withoutUnderscores(strip(text));
        if (digits.length() > MAX_DIGITS && DECIMAL.matcher(digits).matches())
            throw new TemplateException("an integer is too large");
        if (base == 10)
            return DECIMAL.matcher(digits).matches() ? Optional.of(new BigInteger(digits)) : Optional.empty();
        if (base < 2 || base > 36) throw new TemplateException("int: base " + base + " is not supported");
        boolean negative = digits.startsWith("-");
        String bare = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "-";
        if (Text.lower(bare).startsWith(prefix)) bare = bare.substring(2);
        if (bare.startsWith("-") || bare.startsWith("+")) return Optional.empty();
        if (bare.length() > MAX_DIGITS) throw new TemplateException("an integer is too large");
        try {
            BigInteger value = new BigInteger(bare, base);
            return Optional.of(negative ? value.negate() : value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Python's {@code float(text)}. */
    static Optional<Double> parseReal(String text) {
        String number = withoutUnderscores(strip(text));
        if (FLOAT.matcher(number).matches()) return Optional.of(Double.parseDouble(number));
        String word = Text.lower(number).replaceFirst("^[+-]", "");
        double sign = number.startsWith("-") ? -1 : 1;
        if (word.equals("inf") || word.equals("infinity")) return Optional.of(sign * Double.POSITIVE_INFINITY);
        return word.equals("nan") ? Optional.of(Double.NaN) : Optional.empty();
    }

    private static String strip(String text) {
        return Text.stripLeading(Text.stripTrailing(text));
    }

    /** Python allows underscores between digits. */
    private static String withoutUnderscores(String digits) {
        return digits.indexOf('_') < 0 ? digits : digits.replaceAll("(?<=[0-9])_(?=[0-9])", "");
    }

    static BigInteger truncated(double d) {
        if (Double.isNaN(d) || Double.isInfinite(d))
            throw new TemplateException("cannot convert float " + repr(d) + " to integer");
        return new BigDecimal(d).toBigInteger();
    }
}
