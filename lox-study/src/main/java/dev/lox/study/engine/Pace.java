// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Mean time of cells, by kind. */
final class Pace {
    private final Map<String, double[]> seen = new HashMap<>();

    void add(Cell<?> cell, double seconds) {
        double[] sum = seen.computeIfAbsent(cell.kind(), k -> new double[2]);
        sum[0] += seconds;
        sum[1]++;
    }

    /** Estimated seconds for cells run one after another; NaN while one of their kinds has not been timed. */
    double of(Collection<Cell<?>> cells) {
        double all = 0;
        for (Cell<?> cell : cells) {
            double[] sum = seen.get(cell.kind());
            all += sum == null ? Double.NaN : sum[0] / sum[1];
        }
        return all;
    }
}
