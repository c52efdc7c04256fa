// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How long cells take, by kind. */
final class Pace {
    private final Map<String, double[]> seen = new HashMap<>();

    void add(Cell cell, double seconds) {
        double[] sum = seen.computeIfAbsent(cell.kind(), k -> new double[2]);
        sum[0] += seconds;
        sum[1]++;
    }

    /** Seconds that cells will take, one after another; NaN while a kind of them has not been seen. */
    double of(Collection<Cell> cells) {
        double all = 0;
        for (Cell cell : cells) {
            double[] sum = seen.get(cell.kind());
            all += sum == null ? Double.NaN : sum[0] / sum[1];
        }
        return all;
    }
}
