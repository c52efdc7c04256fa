// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** A template cannot be read, or refuses what it was given: one line, in the form "name: line n: what". */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_SHOWN = 400;

    private final boolean placed;
    private final String reason;

    TemplateException(String what) {
        super(what);
        this.placed = false;
        this.reason = what;
    }

    TemplateException(String template, int line, String what) {
        super(template + ": line " + line + ": " + printable(what));
        this.placed = true;
        this.reason = "line " + line + ": " + printable(what);
    }

    /** Line and reason without the template's name, which may be a path. */
    public String reason() {
        return reason;
    }

    /** This exception with its location, unless it already has one. */
    TemplateException at(String template, int line) {
        return placed ? this : new TemplateException(template, line, reason);
    }

    /** Untrusted text, shortened and made printable. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN).forEach(c -> out.appendCodePoint(Text.isPrintable(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > MAX_SHOWN ? out + "..." : out.toString();
    }
}
