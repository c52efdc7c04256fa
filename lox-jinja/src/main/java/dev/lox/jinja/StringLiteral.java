// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** Resolves the escapes of a string literal. */
final class StringLiteral {
    private StringLiteral() {}

    /**
     * Jinja first replaces non-ASCII characters by escapes and then resolves all escapes, so a backslash before such a
     * character turns its escape into text. We do the same.
     */
    static String value(String literal) {
        if (literal.indexOf('\\') < 0) return literal;
        String text = ascii(literal);
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) at = one(text, at, out);
        return out.toString();
    }

    private static String ascii(String literal) {
        StringBuilder out = new StringBuilder(literal.length());
        literal.codePoints().forEach(c -> {
            if (c < 0x80) out.append((char) c);
            else out.append(String.format(c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", c));
        });
        return out.toString();
    }

    /** Reads one character or escape and returns the position of the next one. */
    private static int one(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c != '\\') {
            out.append(c);
            return at + 1;
        }
        char kind = text.charAt(at + 1);
        switch (kind) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(kind);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> {
                return hex(text, at + 2, 2, out);
            }
            case 'u' -> {
                return hex(text, at + 2, 4, out);
            }
            case 'U' -> {
                return hex(text, at + 2, 8, out);
            }
            case 'N' -> {
                return named(text, at + 2, out);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(text, at + 1, out);
            }
            default -> out.append('\\').append(kind);
        }
        return at + 2;
    }

    private static int hex(String text, int from, int digits, StringBuilder out) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) throw new TemplateException("a string holds an escape with too few digits");
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value))
            throw new TemplateException("a string holds an illegal Unicode character");
        out.appendCodePoint(value);
        return from + digits;
    }

    private static int octal(String text, int from, StringBuilder out) {
        int value = 0;
        int at = from;
        for (; at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7'; at++)
            value = value * 8 + text.charAt(at) - '0';
        out.appendCodePoint(value);
        return at;
    }

    private static int named(String text, int from, StringBuilder out) {
        int end = text.indexOf('}', from);
        if (!text.startsWith("{", from) || end < 0)
            throw new TemplateException("a string holds a malformed \\N escape");
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(from + 1, end)));
        } catch (IllegalArgumentException e) {
            throw new TemplateException("a string holds an unknown Unicode character name");
        }
        return end + 1;
    }
}
