// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Splits the inside of tags into names, literals and operators. */
final class TagLexer {
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");
    private static final int MAX_DIGITS = 300;

    private final Cursor in;
    private final List<Token> tokens;
    private final Deque<String> open = new ArrayDeque<>();

    TagLexer(Cursor in, List<Token> tokens) {
        this.in = in;
        this.tokens = tokens;
    }

    void print() {
        tokens.add(Token.of(Token.Kind.PRINT_BEGIN, "{{", in.line()));
        while (!printEnds()) token();
    }

    /** The tag cannot end inside brackets. */
    private boolean printEnds() {
        in.skipSpace();
        if (!open.isEmpty()) return false;
        int line = in.line();
        if (in.startsWith("-}}")) {
            in.skip("-}}");
            in.skipSpace();
        } else if (in.startsWith("}}")) in.skip("}}");
        else return false;
        tokens.add(Token.of(Token.Kind.PRINT_END, "}}", line));
        return true;
    }

    void statement() {
        tokens.add(Token.of(Token.Kind.TAG_BEGIN, "{%", in.line()));
        while (!statementEnds()) token();
    }

    private boolean statementEnds() {
        in.skipSpace();
        if (!open.isEmpty()) return false;
        int line = in.line();
        if (in.startsWith("-%}")) {
            in.skip("-%}");
            in.skipSpace();
        } else if (in.startsWith("+%}")) in.skip("+%}");
        else if (in.startsWith("%}")) {
            in.skip("%}");
            in.skipNewline();
        } else return false;
        tokens.add(Token.of(Token.Kind.TAG_END, "%}", line));
        return true;
    }

    private void token() {
        if (in.atEnd()) throw in.error("tag does not end");
        int c = in.source().codePointAt(in.at());
        if (c >= '0' && c <= '9') number();
        else if (isNamePart(c)) name(c);
        else if (c == '\'' || c == '"') string((char) c);
        else operator(c);
    }

    private static boolean isNamePart(int c) {
        return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private void name(int first) {
        if (first != '_' && !Character.isUnicodeIdentifierStart(first))
            throw in.error("invalid character in identifier: '" + Character.toString(first) + "'");
        int end = in.at();
        while (end < in.source().length() && isNamePart(in.source().codePointAt(end)))
            end += Character.charCount(in.source().codePointAt(end));
        int line = in.line();
        tokens.add(Token.of(Token.Kind.NAME, in.advanceTo(end), line));
    }

    private void string(char quote) {
        int end = in.at() + 1;
        while (end < in.source().length() && in.source().charAt(end) != quote)
            end += in.source().charAt(end) == '\\' ? 2 : 1;
        if (end >= in.source().length()) throw in.error("string does not end");
        int line = in.line();
        String text = in.source().substring(in.at() + 1, end);
        String value;
        try {
            value = StringLiteral.value(text);
        } catch (TemplateException e) {
            throw in.error(String.valueOf(e.getMessage()));
        }
        in.advanceTo(end + 1);
        tokens.add(new Token(Token.Kind.STRING, text, value, line));
    }

    private void operator(int c) {
        String operator = OPERATORS.stream()
                .filter(in::startsWith)
                .findFirst()
                .orElseThrow(() -> in.error("unexpected character '" + Character.toString(c) + "'"));
        switch (operator) {
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "{" -> open.push("}");
            case ")", "]", "}" -> {
                if (open.isEmpty()) throw in.error("unexpected '" + operator + "'");
                String expected = open.pop();
                if (!expected.equals(operator))
                    throw in.error("unexpected '" + operator + "', expected '" + expected + "'");
            }
            default -> {}
        }
        int line = in.line();
        in.skip(operator);
        tokens.add(Token.of(Token.Kind.OPERATOR, operator, line));
    }

    private void number() {
        int radix = radix();
        int end = radix == 10 ? decimalEnd() : digits(in.at() + 2, radix);
        int line = in.line();
        String text = in.advanceTo(end);
        if (text.length() > MAX_DIGITS) throw in.error("a number of more than " + MAX_DIGITS + " digits");
        String digits = text.replace("_", "");
        Object value = radix != 10
                ? new BigInteger(digits.substring(2), radix)
                : digits.chars().allMatch(Character::isDigit)
                        ? (Object) new BigInteger(digits)
                        : (Object) Double.parseDouble(digits);
        tokens.add(new Token(Token.Kind.NUMBER, text, value, line));
    }

    private int radix() {
        if (in.peek() != '0' || in.at() + 2 >= in.source().length()) return 10;
        int radix =
                switch (Character.toLowerCase(in.source().charAt(in.at() + 1))) {
                    case 'b' -> 2;
                    case 'o' -> 8;
                    case 'x' -> 16;
                    default -> 10;
                };
        return radix != 10 && digits(in.at() + 2, radix) > in.at() + 2 ? radix : 10;
    }

    /** The end of a run of digits, which may be separated by single underscores; {@code from} if there are none. */
    private int digits(int from, int radix) {
        String source = in.source();
        int end = from;
        // After a prefix, an underscore may come first.
        while (end < source.length()) {
            int next = source.charAt(end) == '_' && (end > from || radix != 10) ? end + 1 : end;
            if (next >= source.length() || source.charAt(next) > 'z' || Character.digit(source.charAt(next), radix) < 0)
                break;
            end = next + 1;
        }
        return end;
    }

    private int decimalEnd() {
        String source = in.source();
        int whole = digits(in.at(), 10);
        // After a dot a number is an index: a.0.1 is an item of an item.
        boolean index = in.at() > 0 && source.charAt(in.at() - 1) == '.';
        if (!index) {
            int end = whole;
            if (end < source.length() && source.charAt(end) == '.' && digits(end + 1, 10) > end + 1)
                end = digits(end + 1, 10);
            int exponent = exponentEnd(end);
            if (exponent > end || end > whole) return Math.max(exponent, end);
        }
        if (in.peek() != '0') return whole;
        int end = in.at();
        while (end < whole && "0_".indexOf(source.charAt(end)) >= 0) end++;
        return source.charAt(end - 1) == '_' ? end - 1 : end;
    }

    private int exponentEnd(int from) {
        String source = in.source();
        if (from >= source.length() || Character.toLowerCase(source.charAt(from)) != 'e') return from;
        int at = from + 1;
        if (at < source.length() && "+-".indexOf(source.charAt(at)) >= 0) at++;
        int end = digits(at, 10);
        return end > at ? end : from;
    }
}
