// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.time.Clock;
import java.util.Map;

/** One rendering: its clock, and what is left of its limits. */
final class Run {
    private static final int STEP = 8;

    // What a list's element takes, of memory above all.
    private static final int ELEMENT = 32;

    private final String template;
    private final Clock clock;
    private final Limits limits;
    private long work;
    private int depth;

    Run(String template, Clock clock, Limits limits) {
        this.template = template;
        this.clock = clock;
        this.limits = limits;
    }

    Clock clock() {
        return clock;
    }

    Object eval(Expr expr, Scope scope) {
        enter();
        try {
            return expr.eval(scope);
        } catch (TemplateException e) {
            throw e.at(template, expr.line());
        } finally {
            depth--;
        }
    }

    Flow exec(Statement statement, Scope scope, StringBuilder out) {
        enter();
        try {
            return statement.exec(scope, out);
        } catch (TemplateException e) {
            throw e.at(template, statement.line());
        } finally {
            depth--;
        }
    }

    /** One more evaluation within the current one; {@link #leave} ends it. */
    void enter() {
        spend(STEP);
        if (depth >= limits.depth()) throw new TemplateException("is nested deeper than " + limits.depth() + " levels");
        depth++;
    }

    void leave() {
        depth--;
    }

    void spend(long amount) {
        work += amount;
        if (work > limits.work()) throw new TemplateException("takes more work than is allowed");
    }

    /** Makes so many elements of a list. */
    void elements(long count) {
        spend(ELEMENT * count);
    }

    /** Looks at all of a value's own length. */
    void touch(Object value) {
        if (value instanceof String s) spend(s.length());
        else if (value instanceof Markup m) spend(m.text().length());
        else if (value instanceof Map<?, ?> m) spend((long) STEP * m.size());
        else Values.sequence(value).ifPresent(items -> spend((long) STEP * items.size()));
    }

    void check(long characters) {
        if (characters > limits.text())
            throw new TemplateException("makes a text of more than " + limits.text() + " characters");
    }

    /** Room for a text that is about to be made. */
    void reserve(long characters) {
        check(characters);
        spend(characters);
    }

    void emit(StringBuilder out, String text) {
        check((long) out.length() + text.length());
        spend(text.length());
        out.append(text);
    }
}
