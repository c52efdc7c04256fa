// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/** A template cannot be read, or refuses what it was given: one line, in the form "name: line n: what". */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_SHOWN = 400;

    private final boolean placed;

    TemplateException(String what) {
        this(what, false);
    }

    private TemplateException(String what, boolean placed) {
        super(what);
        this.placed = placed;
    }

    TemplateException(String template, int line, String what) {
        this(template + ": line " + line + ": " + printable(what), true);
    }

    /** This one, naming where it happened unless it does already. */
    TemplateException at(String template, int line) {
        return placed ? this : new TemplateException(template, line, String.valueOf(getMessage()));
    }

    /** Foreign text as one short printable piece of a line. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN).forEach(c -> out.appendCodePoint(Text.isPrintable(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > MAX_SHOWN ? out + "..." : out.toString();
    }
}
