// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one value that templates may change, so that loops can leave something behind. */
final class Namespace {
    private final Map<Object, Object> fields = new LinkedHashMap<>();

    void put(Object name, Object value) {
        if (name instanceof String s && s.startsWith("_"))
            throw new TemplateException("a namespace holds no names that start with an underscore, got '" + name + "'");
        fields.put(name, value);
    }

    Map<Object, Object> fields() {
        return fields;
    }
}
