// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed chat template. It can be rendered repeatedly and by several threads at once.
 *
 * <p>It renders as transformers does: Jinja with trim_blocks and lstrip_blocks, break and continue, the tag {@code
 * generation}, and transformers' own {@code raise_exception}, {@code strftime_now} and {@code tojson}. Unsupported
 * features are refused by name. Templates are untrusted input: size, depth, work and time are limited. A rendering
 * whose thread is interrupted fails.
 */
public final class Template {
    // The longest real template has 30,000 characters.
    private static final int MAX_SOURCE = 1 << 20;

    private final String name;
    private final Statement.Block body;

    private Template(String name, Statement.Block body) {
        this.name = name;
        this.body = body;
    }

    /**
     * Parses a template.
     *
     * @param name the name used in error messages
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
     * Renders the template, using the time of this machine.
     *
     * @param variables strings, numbers, booleans, nulls, and lists and maps of them
     * @throws TemplateException if it raises an exception, fails or exceeds a limit
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        return render(variables, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Renders the template, using the time of a clock.
     *
     * @throws TemplateException if it raises an exception, fails or exceeds a limit
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
            // Depth is limited, but the caller may have left little of the stack.
            throw tooDeep(name);
        }
        return out.toString();
    }

    private static TemplateException tooDeep(String name) {
        return new TemplateException(name, 1, "is nested too deep");
    }
}
