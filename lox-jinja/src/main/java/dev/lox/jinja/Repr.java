// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints values as Python does. */
final class Repr {
    private final Run run;
    private final StringBuilder out = new StringBuilder();

    private Repr(Run run) {
        this.run = run;
    }

    /** Python's {@code str}. */
    static String text(Run run, Object value) {
        if (value instanceof Undefined) return "";
        return Values.textOf(value).orElseGet(() -> of(run, value));
    }

    /** Python's {@code repr}. */
    static String of(Run run, Object value) {
        Repr repr = new Repr(run);
        repr.append(value);
        return repr.out.toString();
    }

    private void append(Object value) {
        run.enter();
        run.check(out.length());
        if (value instanceof String s) quote(s);
        else if (value instanceof Double d) out.append(Numbers.repr(d));
        else if (value instanceof Boolean b) out.append(b ? "True" : "False");
        else if (value == None.NONE) out.append("None");
        else if (value instanceof List) items("[", Values.sequence(value).orElseThrow(), "]");
        else if (value instanceof Tuple t) items("(", t.items(), t.items().size() == 1 ? ",)" : ")");
        else if (value instanceof Map<?, ?> map) entries(map);
        else if (value instanceof Undefined) out.append("Undefined");
        else if (value instanceof java.math.BigInteger || value instanceof Range || value instanceof LoopContext)
            out.append(value);
        else appendRare(value);
        run.leave();
    }

    private void appendRare(Object value) {
        if (value instanceof Namespace n) {
            out.append("<Namespace ");
            entries(n.fields());
            out.append('>');
        } else if (value instanceof Markup m) {
            out.append("Markup(");
            quote(m.text());
            out.append(')');
        } else if (value instanceof DictView view) {
            out.append(view.type()).append('(');
            items("[", view.items(), "])");
        } else {
            // Python prints its address.
            throw new TemplateException("a " + Values.type(value) + " has no reproducible text");
        }
    }

    private void items(String open, List<Object> items, String close) {
        out.append(open);
        String before = "";
        for (Object item : items) {
            out.append(before);
            append(item);
            before = ", ";
        }
        out.append(close);
    }

    private void entries(Map<?, ?> map) {
        out.append('{');
        String before = "";
        for (Map.Entry<?, ?> e : map.entrySet()) {
            out.append(before);
            append(e.getKey());
            out.append(": ");
            append(e.getValue());
            before = ", ";
        }
        out.append('}');
    }

    private void quote(String text) {
        run.check((long) out.length() + text.length());
        run.spend(text.length());
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> {
            Optional<String> escape = escape(c);
            if (escape.isPresent()) run.emit(out, escape.get());
            else if (c == quote) out.append('\\').append(quote);
            else out.appendCodePoint(c);
        });
        out.append(quote);
    }

    private static String hex(int c) {
        HexFormat hex = HexFormat.of();
        if (c <= 0xff) return "\\x" + hex.toHexDigits((byte) c);
        return c <= 0xffff ? "\\u" + hex.toHexDigits((char) c) : "\\U" + hex.toHexDigits(c);
    }

    private static Optional<String> escape(int c) {
        return switch (c) {
            case '\\' -> Optional.of("\\\\");
            case '\n' -> Optional.of("\\n");
            case '\r' -> Optional.of("\\r");
            case '\t' -> Optional.of("\\t");
            default -> Text.isPrintable(c) ? Optional.empty() : Optional.of(hex(c));
        };
    }
}
