// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Table;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.IntervalOver;
import java.util.ArrayList;
import java.util.List;

/** Each variant beside the baseline, after the same attacks. */
final class DifferenceTable {
    private DifferenceTable() {}

    static Table of(Outcomes outcomes, Metric metric) {
        List<List<String>> rows = new ArrayList<>();
        for (Difference d : outcomes.result().findings().differences())
            if (d.evaluation().equals(metric.name()))
                rows.add(List.of(
                        d.variant(),
                        d.attack() == null ? "before any" : d.attack(),
                        metric.text(d.baseline()),
                        metric.text(d.value()),
                        metric.change(d.difference()),
                        interval(metric, d),
                        d.better() + " of " + d.seeds(),
                        over(d.over())));
        return new Table(
                metric.title() + ": variant less baseline" + (metric.share() ? ", in points" : ", in nats a token"),
                List.of(
                        Table.name("variant"),
                        Table.name("attack"),
                        Table.number("baseline"),
                        Table.number("variant’s"),
                        Table.number("difference"),
                        Table.number("95 % interval"),
                        Table.number("seeds better"),
                        Table.words("interval over")),
                rows);
    }

    private static String interval(Metric metric, Difference d) {
        return d.low() == null || d.high() == null
                ? "–"
                : "[" + metric.change(d.low()) + ", " + metric.change(d.high()) + "]";
    }

    private static String over(IntervalOver over) {
        return switch (over) {
            case SEEDS -> "orders of rows";
            case PROMPTS -> "prompts alone, one order";
        };
    }
}
