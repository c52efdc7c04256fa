// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** A position in a template's source, with its line number. */
final class Cursor {
    private final String template;
    private final String source;
    private int at;
    private int line = 1;

    Cursor(String template, String source) {
        this.template = template;
        this.source = source;
    }

    int at() {
        return at;
    }

    int line() {
        return line;
    }

    boolean atEnd() {
        return at >= source.length();
    }

    char peek() {
        return source.charAt(at);
    }

    boolean startsWith(String text) {
        return source.startsWith(text, at);
    }

    int indexOf(String text) {
        return source.indexOf(text, at);
    }

    String source() {
        return source;
    }

    /** Moves to a later position and returns the text in between. */
    String advanceTo(int end) {
        String passed = source.substring(at, end);
        for (int i = at; i < end; i++) if (source.charAt(i) == '\n') line++;
        at = end;
        return passed;
    }

    void skip(String text) {
        advanceTo(at + text.length());
    }

    void skipSpace() {
        advanceTo(afterSpace(at));
    }

    /** The first position at or after {@code from} that is not whitespace. */
    int afterSpace(int from) {
        int end = from;
        while (end < source.length() && Text.isSpace(source.charAt(end))) end++;
        return end;
    }

    void skipNewline() {
        if (at < source.length() && source.charAt(at) == '\n') advanceTo(at + 1);
    }

    TemplateException error(String what) {
        return new TemplateException(template, line, what);
    }
}
