// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that is wrong with a request or an input: where, what, expected, got, remedy. Settings stay apart from the text
 * until it is printed.
 */
public final class Problem {
    private final String format;
    private final List<Object> arguments;

    private Problem(String format, List<Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /** A problem that names no setting. */
    public static Problem of(String text) {
        return new Problem("%s", List.of(text));
    }

    /** A problem with arguments in the places of {@code format}; those that are {@link Setting}s are named by the caller. */
    public static Problem of(String format, Object... arguments) {
        return new Problem(format, Collections.unmodifiableList(Arrays.asList(arguments.clone())));
    }

    /** The same problem of a part of the input: {@code where: problem}. */
    public Problem within(String where) {
        List<Object> all = new ArrayList<>(List.of(where));
        all.addAll(arguments);
        return new Problem("%s: " + format, Collections.unmodifiableList(all));
    }

    /** The text, with settings spelled by {@code names}. */
    public String text(Function<Setting, String> names) {
        Object[] worded = arguments.stream()
                .map(a -> a instanceof Setting setting ? names.apply(setting) : a)
                .toArray();
        return String.format(Locale.ROOT, format, worded);
    }

    /** The settings that it names, in their order. */
    public List<Setting> settings() {
        return arguments.stream()
                .filter(Setting.class::isInstance)
                .map(Setting.class::cast)
                .toList();
    }

    /** The text as a program reads it. */
    @Override
    public String toString() {
        return text(Setting::toString);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Problem p && format.equals(p.format) && arguments.equals(p.arguments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {format, arguments});
    }
}
