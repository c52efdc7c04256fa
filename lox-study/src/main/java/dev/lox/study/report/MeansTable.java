// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Means over seeds, with their intervals, of every variant before and after each attack. */
final class MeansTable {
    private MeansTable() {}

    static Table of(Outcomes outcomes) {
        List<Metric> metrics = outcomes.metrics();
        List<Table.Column> columns = new ArrayList<>(List.of(Table.name("variant"), Table.name("attack")));
        metrics.forEach(m -> columns.add(Table.number(m.name())));
        List<List<String>> rows = new ArrayList<>();
        for (String variant : outcomes.variants()) row(rows, outcomes, metrics, variant, null);
        for (String attack : outcomes.attacks())
            for (String variant : outcomes.variants()) row(rows, outcomes, metrics, variant, attack);
        return new Table("Means over seeds, 95 % intervals in brackets", columns, rows);
    }

    private static void row(
            List<List<String>> rows, Outcomes outcomes, List<Metric> metrics, String variant, @Nullable String attack) {
        List<@Nullable Estimate> estimates = new ArrayList<>();
        for (Metric m : metrics)
            estimates.add(
                    Outcomes.estimate(attack == null ? outcomes.before(variant) : outcomes.after(variant, attack), m));
        if (estimates.stream().noneMatch(Objects::nonNull)) return;
        List<String> row = new ArrayList<>(List.of(variant, attack == null ? "before any" : attack));
        for (int i = 0; i < metrics.size(); i++) row.add(metrics.get(i).text(estimates.get(i)));
        rows.add(row);
    }
}
