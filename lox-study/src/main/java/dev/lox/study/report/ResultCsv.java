// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.base.CsvRow;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.Surface;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A result's numbers for spreadsheets and scripts; an empty cell where there is none. */
final class ResultCsv {
    private static final List<String> FIGURE =
            List.of("evaluation", "value", "low", "high", "judged", "unparsed", "degenerate");

    private ResultCsv() {}

    /** A row a figure. */
    static String points(StudyResult result) {
        StringBuilder csv = head("variant", "attack", "seed", "step", "stage");
        for (Point p : result.findings().points())
            p.figures()
                    .forEach((evaluation, f) -> csv.append(row(
                            evaluation,
                            f,
                            p.variant(),
                            p.attack() == null ? "" : p.attack(),
                            p.seed() == null ? "" : Long.toString(p.seed()),
                            Long.toString(p.step()),
                            p.stage().name().toLowerCase(Locale.ROOT))));
        return csv.toString();
    }

    static String surface(Surface surface) {
        StringBuilder csv = head("x", "y");
        surface.points().forEach(p -> p.figures()
                .forEach((evaluation, f) -> csv.append(row(evaluation, f, number(p.x()), number(p.y())))));
        return csv.toString();
    }

    static String differences(StudyResult result) {
        StringBuilder csv = new StringBuilder(CsvRow.of(List.of(
                "attack",
                "variant",
                "evaluation",
                "seeds",
                "baseline",
                "value",
                "difference",
                "low",
                "high",
                "better",
                "over")));
        for (Difference d : result.findings().differences())
            csv.append(CsvRow.of(List.of(
                    d.attack() == null ? "" : d.attack(),
                    d.variant(),
                    d.evaluation(),
                    Integer.toString(d.seeds()),
                    number(d.baseline()),
                    number(d.value()),
                    number(d.difference()),
                    number(d.low()),
                    number(d.high()),
                    Integer.toString(d.better()),
                    d.over().label())));
        return csv.toString();
    }

    private static StringBuilder head(String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(FIGURE);
        return new StringBuilder(CsvRow.of(cells));
    }

    private static String row(String evaluation, Figure f, String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(List.of(
                evaluation,
                number(f.value()),
                number(f.low()),
                number(f.high()),
                Long.toString(f.judged()),
                Long.toString(f.unparsed()),
                Long.toString(f.degenerate())));
        return CsvRow.of(cells);
    }

    /** All digits, without an exponent. */
    private static String number(@Nullable Double value) {
        if (value == null) return "";
        return Double.isFinite(value) ? new BigDecimal(Double.toString(value)).toPlainString() : value.toString();
    }
}
