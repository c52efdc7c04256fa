// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures by module kind as text, a screen's worth whatever the model's depth. */
public final class AnalysisTable {
    private static final String NAME = "%-24s";

    private final Analysis analysis;

    private AnalysisTable(Analysis analysis) {
        this.analysis = analysis;
    }

    /** A line a kind, the means over linear layers, and what they say. */
    public static List<String> lines(Analysis analysis) {
        return new AnalysisTable(analysis).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(NAME, "module (means)"));
        for (String h : List.of("matrices", "|delta|", "stable", "effective", "auto", "k", "energy", "rounding"))
            head.append(String.format("%10s", h));
        if (analysis.finetuned())
            for (String h : List.of("R_align", "R_ft", "ratio", "angle")) head.append(String.format("%9s", h));
        lines.add(head.toString());
        for (Map.Entry<String, List<MatrixAnalysis>> kind : analysis.kinds().entrySet())
            lines.add(line(kind.getKey(), new Figures(kind.getValue())));
        lines.add(line("all linear layers", analysis.linear()));
        lines.add("");
        lines.add(Takeaway.of(analysis));
        return lines;
    }

    private String line(String name, Figures f) {
        StringBuilder line = new StringBuilder(
                String.format(NAME, name.length() < 24 ? name : "…" + name.substring(name.length() - 22)));
        line.append(String.format(Locale.ROOT, "%10d", f.matrices().size()));
        line.append(cell(10, "%.3g", f.frobenius()));
        line.append(cell(10, "%.1f", f.stableRank()));
        line.append(cell(10, "%.1f", f.effectiveRank()));
        line.append(cell(10, "%.1f", f.autoRank()));
        line.append(cell(10, "%.1f", f.mean(m -> (double) m.rank())));
        line.append(percent(10, f.energy()));
        line.append(percent(10, f.mean(MatrixAnalysis::roundingLoss)));
        if (analysis.finetuned()) {
            line.append(cell(9, "%.3f", f.aligned()));
            line.append(cell(9, "%.3f", f.finetuned()));
            line.append(percent(9, f.ratio()));
            line.append(f.angles().length == 0 ? cell(9, "", null) : cell(9, "%.0f°", f.angles()[0]));
        }
        return line.toString();
    }

    private static String cell(int width, String format, @Nullable Double value) {
        String text = value == null ? "-" : String.format(Locale.ROOT, format, value);
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }

    private static String percent(int width, @Nullable Double share) {
        return cell(width, "%.1f %%", share == null ? null : (Double) (100 * share));
    }
}
