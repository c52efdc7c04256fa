// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What files of rows hold.
 *
 * @param rows in the files' order
 * @param layouts how many rows have which layout, by its name for people, in the order they were met
 * @param skipped why each row that does not fit was passed over
 */
public record DataSet<T>(List<T> rows, Map<String, Integer> layouts, List<String> skipped) {
    public DataSet {
        rows = List.copyOf(rows);
        layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
        skipped = List.copyOf(skipped);
    }
}
