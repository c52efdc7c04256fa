// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code text % values}: s, r, d, i, f, x and %, with flags, width and precision. */
final class Printf {
    private static final Pattern DIRECTIVE =
            Pattern.compile("%(?:\\(([^()]*+)\\))?([-0+ ]*+)([0-9]{0,4}+)(?:\\.([0-9]{1,2}+))?([srdifx%])");

    private Printf() {}

    static String format(Run run, String format, Object values) {
        run.touch(format);
        List<Object> given = values instanceof Tuple tuple ? tuple.items() : List.of(values);
        Iterator<Object> next = given.iterator();
        StringBuilder out = new StringBuilder();
        Matcher directive = DIRECTIVE.matcher(format);
        int at = 0;
        for (int sign = format.indexOf('%'); sign >= 0; sign = format.indexOf('%', at)) {
            run.emit(out, format.substring(at, sign));
            if (!directive.region(sign, format.length()).lookingAt())
                throw new TemplateException("format: directive at character " + sign + " is not supported");
            run.emit(out, one(run, directive, values, next));
            at = directive.end();
        }
        run.emit(out, format.substring(at));
        if (next.hasNext() && !hasElements(values))
            throw new TemplateException("not all arguments converted during string formatting");
        return out.toString();
    }

    /** Values that can be indexed need not be used up. */
    private static boolean hasElements(Object values) {
        return values instanceof Map
                || values instanceof List
                || values instanceof Range
                || values instanceof Undefined;
    }

    private static String one(Run run, Matcher directive, Object values, Iterator<Object> next) {
        if (directive.group(5).equals("%")) return "%";
        String name = directive.group(1);
        Object value;
        if (name != null) value = values instanceof Map<?, ?> map ? map.get(name) : null;
        else value = next.hasNext() ? next.next() : null;
        if (value == null) throw new TemplateException("format: not enough values");
        String flags = directive.group(2);
        int precision = directive.group(4) == null ? -1 : Integer.parseInt(directive.group(4));
        String text = converted(run, directive.group(5).charAt(0), value, precision);
        boolean number = "difx".contains(directive.group(5));
        if (number && !text.startsWith("-")) text = (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + text;
        int width = directive.group(3).isEmpty() ? 0 : Integer.parseInt(directive.group(3));
        int missing = Math.max(0, width - Text.length(text));
        if (flags.contains("-")) return text + " ".repeat(missing);
        if (!number || !flags.contains("0")) return " ".repeat(missing) + text;
        int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
        return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }

    private static String converted(Run run, char type, Object value, int precision) {
        if (type == 's' || type == 'r') {
            String text = type == 's' ? Repr.text(run, value) : Repr.of(run, value);
            run.touch(text);
            return precision < 0 || Text.length(text) <= precision
                    ? text
                    : text.substring(0, Text.offset(text, precision));
        }
        if (value instanceof Undefined undefined) throw undefined.error();
        if (!Numbers.isNumber(value))
            throw new TemplateException("format: directive " + type + ", expected a number, got " + Values.type(value));
        if (type == 'f') return fixed(Numbers.real(value), precision < 0 ? 6 : precision);
        if (precision >= 0)
            throw new TemplateException("format: a precision with directive " + type + " is not supported");
        if (type == 'x')
            return Numbers.integer(value)
                    .orElseThrow(() -> new TemplateException("format: directive x, expected an integer, got float"))
                    .toString(16);
        return Numbers.integer(value)
                .orElseGet(() -> Numbers.truncated(Numbers.real(value)))
                .toString();
    }

    static String fixed(double value, int digits) {
        if (!Double.isFinite(value)) return Numbers.repr(value);
        String text = new BigDecimal(Math.abs(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        return value < 0 || 1 / value < 0 ? "-" + text : text;
    }
}
