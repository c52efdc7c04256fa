// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.eval.report.MarkdownText;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.StudyResult;
import java.util.List;

/** The same in short, for a pull request. */
final class MarkdownPage {
    /** A pull request is read, not searched. */
    private static final int FAILURES = 10;

    private final StudyResult result;
    private final Outcomes outcomes;
    private final StringBuilder text = new StringBuilder();

    private MarkdownPage(Outcomes outcomes) {
        this.result = outcomes.result();
        this.outcomes = outcomes;
    }

    static String of(Outcomes outcomes) {
        return new MarkdownPage(outcomes).write();
    }

    private String write() {
        text.append("### ").append(MarkdownText.escape(result.title())).append("\n\n");
        HoldsWords.of(result.holds()).ifPresent(w -> text.append(Boolean.TRUE.equals(result.holds()) ? "✅ **" : "❌ **")
                .append(w)
                .append("** "));
        result.verdict().forEach(v -> text.append(MarkdownText.escape(v)).append("\n\n"));
        failures();
        table("Worst cases", WorstTable.of(outcomes));
        for (Metric m : outcomes.metrics()) {
            Table differences = DifferenceTable.of(outcomes, m);
            table(differences.caption(), differences);
        }
        Table means = MeansTable.of(outcomes);
        table(means.caption(), means);
        text.append(
                        "Intervals are 95 %: of means over seeds by Student’s t (other orders of the same rows), of a single")
                .append(" model over prompts. ")
                .append(MarkdownText.escape(EffortWords.of(result)))
                .append(" Everything else is in `report.html`, every figure in `points.csv`.\n");
        return text.toString();
    }

    private void failures() {
        FailedWords.of(result).ifPresent(w -> text.append("**").append(w).append("**\n\n"));
        List<FailedCell> failed = result.failed();
        for (FailedCell f : failed.subList(0, Math.min(FAILURES, failed.size())))
            text.append("- ")
                    .append(MarkdownText.escape(f.cell()))
                    .append(": ")
                    .append(MarkdownText.escape(f.error()))
                    .append('\n');
        if (failed.size() > FAILURES)
            text.append("- and ").append(failed.size() - FAILURES).append(" more\n");
        if (!failed.isEmpty()) text.append('\n');
    }

    private void table(String title, Table table) {
        if (table.rows().isEmpty()) return;
        text.append("**")
                .append(MarkdownText.escape(title))
                .append("**\n\n")
                .append(table.markdown())
                .append('\n');
    }
}
