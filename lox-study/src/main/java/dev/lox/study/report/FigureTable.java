// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Table;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every figure of every point. */
final class FigureTable {
    private FigureTable() {}

    static Table of(Outcomes outcomes) {
        List<List<String>> rows = new ArrayList<>();
        for (Point p : outcomes.result().findings().points())
            for (Metric m : outcomes.metrics()) {
                Figure f = p.figures().get(m.name());
                if (f != null) rows.add(row(p, m, f));
            }
        return new Table(
                "Every figure",
                List.of(
                        Table.name("variant"),
                        Table.name("attack"),
                        Table.number("seed"),
                        Table.number("step"),
                        Table.words("stage"),
                        Table.name("evaluation"),
                        Table.number("value"),
                        Table.number("95 % interval"),
                        Table.number("judged"),
                        Table.number("unparsed"),
                        Table.number("degenerate")),
                rows);
    }

    private static List<String> row(Point p, Metric m, Figure f) {
        return List.of(
                p.variant(),
                p.attack() == null ? "–" : p.attack(),
                p.seed() == null ? "–" : Long.toString(p.seed()),
                Long.toString(p.step()),
                p.stage().name().toLowerCase(Locale.ROOT),
                m.name(),
                m.text(f.value()),
                m.interval(f.low(), f.high()),
                Long.toString(f.judged()),
                Long.toString(f.unparsed()),
                Long.toString(f.degenerate()));
    }
}
