// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code keys}, {@code values} and {@code items} of a dict: iterable, with a length, but not indexable.
 *
 * @param type its name in Python
 */
record DictView(String type, List<Object> items) {
    static DictView keys(Map<?, ?> dict) {
        return new DictView("dict_keys", new ArrayList<>(dict.keySet()));
    }

    static DictView values(Map<?, ?> dict) {
        return new DictView("dict_values", new ArrayList<>(dict.values()));
    }

    static DictView items(Map<?, ?> dict) {
        List<Object> pairs = new ArrayList<>(dict.size());
        dict.forEach((k, v) -> pairs.add(Tuple.of(k, v)));
        return new DictView("dict_items", pairs);
    }
}
