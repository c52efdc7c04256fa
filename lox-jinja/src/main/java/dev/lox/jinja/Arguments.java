// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evaluated arguments of a call. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /**
     * Binds arguments to parameters, as Python does.
     *
     * @param required number of parameters without a default
     */
    Bound bind(String function, int required, String... parameters) {
        if (positional.size() > parameters.length)
            throw new TemplateException(
                    function + " takes at most " + parameters.length + " arguments, got " + positional.size());
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < positional.size(); i++) values[i] = positional.get(i);
        named.forEach((name, value) -> {
            int i = Arrays.asList(parameters).indexOf(name);
            if (i < 0) throw new TemplateException(function + " has no parameter '" + name + "'");
            if (values[i] != null) throw new TemplateException(function + " got '" + name + "' twice");
            values[i] = value;
        });
        for (int i = 0; i < required; i++)
            if (values[i] == null)
                throw new TemplateException(function + " is missing its argument '" + parameters[i] + "'");
        return new Bound(function, parameters, values);
    }

    /** Arguments by parameter. */
    record Bound(
            String function, String[] parameters, @Nullable Object[] values) {
        @Nullable
        Object orNull(int i) {
            return values[i];
        }

        Object get(int i) {
            return or(i, None.NONE);
        }

        Object or(int i, Object otherwise) {
            Object value = values[i];
            return value == null ? otherwise : value;
        }

        boolean truth(int i, boolean otherwise) {
            Object value = values[i];
            return value == null ? otherwise : Values.truth(value);
        }

        String text(int i) {
            return text(i, "");
        }

        String text(int i, String otherwise) {
            Object value = or(i, otherwise);
            return Values.textOf(value).orElseThrow(() -> wrong(i, "a string", value));
        }

        int integer(int i, int otherwise) {
            Object value = values[i];
            if (value == null) return otherwise;
            BigInteger n = Numbers.integer(value).orElseThrow(() -> wrong(i, "an integer", value));
            return Numbers.clamp(n);
        }

        private TemplateException wrong(int i, String expected, Object value) {
            if (value instanceof Undefined undefined) return undefined.error();
            return new TemplateException(
                    function + ": '" + parameters[i] + "', expected " + expected + ", got " + Values.type(value));
        }
    }
}
