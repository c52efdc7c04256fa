// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/** A place in a template's source, and its line. */
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

    /** Goes on to a later place, and gives what lies between. */
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

    /** The first place from {@code from} on that is no space. */
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
