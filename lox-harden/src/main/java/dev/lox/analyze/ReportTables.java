// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report's tables. */
final class ReportTables {
    private ReportTables() {}

    static String models(Analysis analysis) {
        String rows = analysis.models().stream()
                .map(m -> row(
                        th(m.role()),
                        td(Markup.escape(m.name())),
                        num(String.format(Locale.ROOT, "%,d", m.parameters())),
                        td(Markup.escape(m.dtypes())),
                        "<td class=\"path\">" + Markup.escape(m.path()) + "</td>"))
                .collect(Collectors.joining());
        return table(List.of("model", "folder", "parameters", "stored as", "path"), rows);
    }

    static String kinds(Analysis analysis) {
        StringBuilder rows = new StringBuilder();
        analysis.kinds().forEach((name, kind) -> rows.append(kind(name, new Figures(kind))));
        rows.append(kind("all linear layers", analysis.linear()).replaceFirst("<tr>", "<tr class=\"sum\">"));
        return table(
                List.of(
                        "module",
                        "matrices",
                        "‖ΔW‖",
                        "energy in top k",
                        "stable rank",
                        "effective rank",
                        "auto rank",
                        "of",
                        "rounding loss"),
                rows.toString());
    }

    private static String kind(String name, Figures f) {
        return row(
                th(Markup.escape(name)),
                num(Integer.toString(f.matrices().size())),
                num(Html.number("%.3g", f.frobenius())),
                num(Html.percent(f.energy())),
                num(Html.number("%.1f", f.stableRank())),
                num(Html.number("%.1f", f.effectiveRank())),
                num(Html.number("%.1f", f.autoRank())),
                num(Html.number("%.0f", f.mean(m -> (double) m.spectrum().sigma().length))),
                num(Html.percent(f.totalLoss())));
    }

    static String survival(Analysis analysis) {
        StringBuilder rows = new StringBuilder();
        analysis.kinds().forEach((name, kind) -> rows.append(survival(name, new Figures(kind))));
        rows.append(survival("all linear layers", analysis.linear()).replaceFirst("<tr>", "<tr class=\"sum\">"));
        return table(
                List.of("module", "R_align", "R_ft", "R_ft / R_align", "by chance", "least angle", "greatest"),
                rows.toString());
    }

    private static String survival(String name, Figures f) {
        double[] angles = f.angles();
        return row(
                th(Markup.escape(name)),
                num(Html.number("%.3f", f.aligned())),
                num(Html.number("%.3f", f.finetuned())),
                num(Html.percent(f.ratio())),
                num(Html.number("%.3f", f.mean(ReportTables::chance))),
                num(angles.length == 0 ? "–" : Html.number("%.1f°", angles[0])),
                num(angles.length == 0 ? "–" : Html.number("%.1f°", angles[angles.length - 1])));
    }

    /** What k random directions of so many would hold. */
    private static Double chance(MatrixAnalysis m) {
        return Math.sqrt((double) m.rank() / m.spectrum().rows());
    }

    static String tensors(Analysis analysis) {
        StringBuilder rows = new StringBuilder();
        for (MatrixAnalysis m : analysis.matrices()) rows.append(tensor(m, analysis.finetuned()));
        List<String> head = new ArrayList<>(List.of(
                "tensor", "shape", "‖ΔW‖", "σ₁", "k", "energy", "stable", "effective", "auto", "rounding", "R_align"));
        if (analysis.finetuned()) head.addAll(List.of("R_ft", "ratio", "least angle"));
        return table(head, rows.toString());
    }

    private static String tensor(MatrixAnalysis m, boolean finetuned) {
        Spectrum s = m.spectrum();
        String cells = th(Markup.escape(m.name()))
                + td(s.rows() + " × " + s.cols())
                + num(Html.number("%.4g", m.frobenius()))
                + num(Html.number("%.4g", s.sigma()[0]))
                + num(Integer.toString(m.rank()))
                + num(Html.percent(m.energy()))
                + num(Html.number("%.1f", s.stableRank()))
                + num(Html.number("%.1f", s.effectiveRank()))
                + num(Integer.toString(s.autoRank()))
                + num(Html.percent(m.roundingLoss()))
                + num(Html.number("%.3f", m.alignedShare()));
        if (!finetuned) return row(cells);
        return row(
                cells,
                num(Html.number("%.3f", m.finetunedShare())),
                num(Html.percent(m.ratio())),
                num(m.angles().length == 0 ? "–" : Html.number("%.1f°", m.angles()[0])));
    }

    private static String table(List<String> head, String rows) {
        return "<div class=\"wide\"><table><thead><tr>"
                + head.stream().map(h -> "<th scope=\"col\">" + h + "</th>").collect(Collectors.joining())
                + "</tr></thead><tbody>\n" + rows + "</tbody></table></div>\n";
    }

    private static String row(String... cells) {
        return "<tr>" + String.join("", cells) + "</tr>\n";
    }

    private static String th(String html) {
        return "<th scope=\"row\">" + html + "</th>";
    }

    private static String td(String html) {
        return "<td>" + html + "</td>";
    }

    private static String num(String html) {
        return "<td class=\"num\">" + html + "</td>";
    }
}
