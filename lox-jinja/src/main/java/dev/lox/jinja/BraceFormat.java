// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code text.format(values)}: fields by position or name, with the conversions r and s. */
final class BraceFormat {
    private static final Pattern FIELD = Pattern.compile("\\{([0-9]{0,4}+|[A-Za-z_][A-Za-z_0-9]*+)(?:!([rs]))?}");

    private BraceFormat() {}

    static String format(Run run, String format, Arguments args) {
        StringBuilder out = new StringBuilder();
        Matcher field = FIELD.matcher(format);
        int next = 0;
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '{' && c != '}') {
                int end = at;
                while (end < format.length() && format.charAt(end) != '{' && format.charAt(end) != '}') end++;
                run.emit(out, format.substring(at, end));
                at = end;
            } else if (format.startsWith(c == '{' ? "{{" : "}}", at)) {
                out.append(c);
                at += 2;
            } else if (field.region(at, format.length()).lookingAt()) {
                String name = field.group(1);
                Object value = value(args, name.isEmpty() ? Integer.toString(next++) : name);
                run.emit(
                        out,
                        field.group(2) == null || field.group(2).equals("s")
                                ? Repr.text(run, value)
                                : Repr.of(run, value));
                at = field.end();
            } else throw new TemplateException("format: field at character " + at + " is not supported");
        }
        return out.toString();
    }

    private static Object value(Arguments args, String name) {
        boolean position = Character.isDigit(name.charAt(0));
        int i = position ? Integer.parseInt(name) : -1;
        Optional<Object> value = position
                ? i < args.positional().size() ? Optional.of(args.positional().get(i)) : Optional.empty()
                : Optional.ofNullable(args.named().get(name));
        return value.orElseThrow(() -> new TemplateException("format: no value for field '" + name + "'"));
    }
}
