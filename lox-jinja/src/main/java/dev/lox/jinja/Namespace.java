// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The only mutable value, by which loops can pass values to the outside. */
final class Namespace {
    private final Map<Object, Object> fields = new LinkedHashMap<>();

    void put(Object name, Object value) {
        if (name instanceof String s && s.startsWith("_"))
            throw new TemplateException(
                    "a namespace cannot have names that start with an underscore, got '" + name + "'");
        fields.put(name, value);
    }

    Map<Object, Object> fields() {
        return fields;
    }
}
