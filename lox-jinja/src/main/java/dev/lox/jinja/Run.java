// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The state of one rendering: its clock and the resources used so far. */
final class Run {
    private static final int STEP = 8;

    // The cost of a list element, mainly its memory.
    private static final int ELEMENT = 32;

    // Work between two looks at the time: some 60 evaluations.
    private static final int UNWATCHED = 512;

    private final String template;
    private final Clock clock;
    private final Limits limits;
    private final long end;
    private long work;
    private long watched;
    private int depth;

    Run(String template, Clock clock, Limits limits) {
        this.template = template;
        this.clock = clock;
        this.limits = limits;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.seconds());
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

    /** Enters a nested evaluation, which is ended by {@link #leave}. */
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
        if (work >= watched) watch();
    }

    private void watch() {
        watched = work + UNWATCHED;
        if (Thread.currentThread().isInterrupted()) throw new TemplateException("was interrupted");
        if (System.nanoTime() - end > 0)
            throw new TemplateException("takes longer than the " + limits.seconds() + " seconds that are allowed");
    }

    /** Accounts for creating list elements. */
    void elements(long count) {
        spend(ELEMENT * count);
    }

    /** Accounts for reading a value once. */
    void touch(Object value) {
        if (value instanceof String s) spend(s.length());
        else if (value instanceof Markup m) spend(m.text().length());
        else if (value instanceof Map<?, ?> m) spend((long) STEP * m.size());
        else Values.sequence(value).ifPresent(items -> spend((long) STEP * items.size()));
    }

    void check(long characters) {
        if (characters > limits.text())
            throw new TemplateException("creates a text of more than " + limits.text() + " characters");
    }

    /** A new text, if it is not too long. */
    String checked(String text) {
        check(text.length());
        return text;
    }

    /** Accounts for a text that is about to be created. */
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
