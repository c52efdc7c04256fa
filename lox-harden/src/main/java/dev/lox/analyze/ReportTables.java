// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static dev.lox.graphics.Table.name;
import static dev.lox.graphics.Table.number;
import static dev.lox.graphics.Table.words;

import dev.lox.graphics.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The report's tables. */
final class ReportTables {
    private ReportTables() {}

    static Table models(Analysis analysis) {
        return new Table(
                "Models",
                List.of(name("model"), name("folder"), number("parameters"), name("stored as"), words("path")),
                analysis.models().stream()
                        .map(m -> List.of(
                                m.role(),
                                m.name(),
                                Numbers.text("%,.0f", (double) m.parameters()),
                                m.dtypes(),
                                m.path()))
                        .toList());
    }

    static Table kinds(Analysis analysis) {
        return byKind(
                "Module kinds",
                analysis,
                List.of(
                        name("module"),
                        number("matrices"),
                        number("‖ΔW‖"),
                        number("energy in top k"),
                        number("stable rank"),
                        number("effective rank"),
                        number("auto rank"),
                        number("of"),
                        number("rounding loss")),
                f -> List.of(
                        Integer.toString(f.matrices().size()),
                        Numbers.text("%.3g", f.frobenius()),
                        Numbers.percent(f.energy()),
                        Numbers.text("%.1f", f.stableRank()),
                        Numbers.text("%.1f", f.effectiveRank()),
                        Numbers.text("%.1f", f.autoRank()),
                        Numbers.text("%.0f", f.mean(m -> (double) m.spectrum().sigma().length)),
                        Numbers.percent(f.totalLoss())));
    }

    static Table survival(Analysis analysis) {
        return byKind(
                "R metrics and principal angles",
                analysis,
                List.of(
                        name("module"),
                        number("R_align"),
                        number("R_ft"),
                        number("R_ft / R_align"),
                        number("by chance"),
                        number("least angle"),
                        number("greatest")),
                f -> List.of(
                        Numbers.text("%.3f", f.aligned()),
                        Numbers.text("%.3f", f.finetuned()),
                        Numbers.percent(f.ratio()),
                        Numbers.text("%.3f", f.mean(ReportTables::chance)),
                        Numbers.text("%.1f°", first(f.angles())),
                        Numbers.text("%.1f°", last(f.angles()))));
    }

    private static Table byKind(
            String caption, Analysis analysis, List<Table.Column> columns, Function<Figures, List<String>> cells) {
        List<List<String>> rows = new ArrayList<>();
        analysis.kinds().forEach((name, kind) -> rows.add(row(name, cells.apply(new Figures(kind)))));
        rows.add(row("all linear layers", cells.apply(analysis.linear())));
        return new Table(caption, columns, rows, true);
    }

    private static List<String> row(String name, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(cells);
        return row;
    }

    /** The share that k random directions would hold. */
    private static Double chance(MatrixAnalysis m) {
        return Math.sqrt((double) m.rank() / m.spectrum().rows());
    }

    private static @Nullable Double first(double[] angles) {
        return angles.length == 0 ? null : (Double) angles[0];
    }

    private static @Nullable Double last(double[] angles) {
        return angles.length == 0 ? null : (Double) angles[angles.length - 1];
    }

    static Table tensors(Analysis analysis) {
        List<Table.Column> columns = new ArrayList<>(List.of(
                name("tensor"),
                name("shape"),
                number("‖ΔW‖"),
                number("σ₁"),
                number("k"),
                number("energy"),
                number("stable"),
                number("effective"),
                number("auto"),
                number("rounding"),
                number("R_align")));
        if (analysis.finetuned()) columns.addAll(List.of(number("R_ft"), number("ratio"), number("least angle")));
        return new Table(
                "Every tensor",
                columns,
                analysis.matrices().stream()
                        .map(m -> tensor(m, analysis.finetuned()))
                        .toList());
    }

    private static List<String> tensor(MatrixAnalysis m, boolean finetuned) {
        Spectrum s = m.spectrum();
        List<String> cells = new ArrayList<>(List.of(
                m.name(),
                s.rows() + " × " + s.cols(),
                Numbers.text("%.4g", m.frobenius()),
                Numbers.text("%.4g", s.sigma()[0]),
                Integer.toString(m.rank()),
                Numbers.percent(m.energy()),
                Numbers.text("%.1f", s.stableRank()),
                Numbers.text("%.1f", s.effectiveRank()),
                Integer.toString(s.autoRank()),
                Numbers.percent(m.roundingLoss()),
                Numbers.text("%.3f", m.alignedShare())));
        if (finetuned)
            cells.addAll(List.of(
                    Numbers.text("%.3f", m.finetunedShare()),
                    Numbers.percent(m.ratio()),
                    Numbers.text("%.1f°", first(m.angles()))));
        return cells;
    }
}
