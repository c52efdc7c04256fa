// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.HashMap;
import java.util.Map;

/** A filter: {@code value | filter}. */
@FunctionalInterface
interface Filter {
    /** All filters by name. */
    Map<String, Filter> ALL = all();

    Object apply(Run run, Object input, Arguments arguments);

    static Filter named(String name) {
        Filter filter = ALL.get(name);
        if (filter == null) throw new TemplateException("filter '" + name + "' is not known");
        return filter;
    }

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        TextFilters.addTo(all);
        SequenceFilters.addTo(all);
        SelectionFilters.addTo(all);
        NumberFilters.addTo(all);
        all.put("tojson", Json::filter);
        return Map.copyOf(all);
    }
}
