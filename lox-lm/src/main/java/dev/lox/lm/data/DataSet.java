// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one or more data files.
 *
 * @param rows in the order of the files
 * @param layouts number of rows by the layout's display name, in order of first occurrence
 * @param skipped the reason for each skipped row
 */
public record DataSet<T>(List<T> rows, Map<String, Integer> layouts, List<String> skipped) {
    public DataSet {
        rows = List.copyOf(rows);
        layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
        skipped = List.copyOf(skipped);
    }
}
