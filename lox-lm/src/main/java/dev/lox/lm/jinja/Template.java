// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template, read and ready to be rendered, as often as needed and by several threads at once.
 *
 * <p>It renders what transformers would: Jinja with trim_blocks and lstrip_blocks, break and continue, the tag
 * {@code generation}, and {@code raise_exception}, {@code strftime_now} and {@code tojson} as defined there. What it does
 * not know it refuses, naming it. Templates are foreign input: size, depth and work are bounded.
 */
public final class Template {
    // The longest real template has 30 thousand.
    private static final int MAX_SOURCE = 1 << 20;

    private final String name;
    private final Statement.Block body;

    private Template(String name, Statement.Block body) {
        this.name = name;
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @param name what errors call it
     * @throws TemplateException if it is not well-formed
     */
    public static Template parse(String name, String source) {
        if (source.length() > MAX_SOURCE)
            throw new TemplateException(
                    name, 1, "has " + source.length() + " characters, expected at most " + MAX_SOURCE);
        try {
            return new Template(name, Parser.parse(name, source));
        } catch (StackOverflowError e) {
            throw tooDeep(name);
        }
    }

    /**
     * Renders with the time of this machine.
     *
     * @param variables strings, numbers, booleans, nulls, and lists and maps of them
     * @throws TemplateException if it raises an exception, or does what it may not
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        return render(variables, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * As {@link #render(Map)}, at the time that a clock shows.
     *
     * @throws TemplateException if it raises an exception, or does what it may not
     */
    public String render(Map<String, ? extends @Nullable Object> variables, Clock clock) {
        return render(variables, clock, Limits.DEFAULT);
    }

    String render(Map<String, ? extends @Nullable Object> variables, Clock clock, Limits limits) {
        Run run = new Run(name, clock, limits);
        StringBuilder out = new StringBuilder();
        try {
            Scope globals = new Scope(run);
            Builtins.addTo(globals);
            Scope given = globals.inner();
            variables.forEach((variable, value) -> given.set(variable, Values.of(value)));
            body.exec(given, out);
        } catch (TemplateException e) {
            throw e.at(name, 1);
        } catch (StackOverflowError e) {
            // Depth is bounded, but the caller may have left little room.
            throw tooDeep(name);
        }
        return out.toString();
    }

    private static TemplateException tooDeep(String name) {
        return new TemplateException(name, 1, "is nested too deep");
    }
}
