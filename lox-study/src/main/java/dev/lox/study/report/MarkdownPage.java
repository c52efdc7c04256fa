// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.eval.report.MarkdownText;
import dev.lox.graphics.Table;
import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.StudyResult;
import java.util.List;
import java.util.stream.Collectors;

/** A short report for a pull request. */
final class MarkdownPage {
    /** A pull request is read, not searched. */
    private static final int FAILURES = 10;

    private final StudyResult result;
    private final Outcomes outcomes;
    private final List<String> verdict;
    private final StringBuilder text = new StringBuilder();

    private MarkdownPage(Outcomes outcomes, List<String> verdict) {
        this.verdict = verdict;
        this.result = outcomes.result();
        this.outcomes = outcomes;
    }

    static String of(Outcomes outcomes, List<String> verdict) {
        return new MarkdownPage(outcomes, verdict).write();
    }

    private String write() {
        text.append("### ").append(MarkdownText.escape(result.title())).append("\n\n");
        outcomes.holds().ifPresent(h -> text.append(h ? "✅ **" : "❌ **")
                .append(Outcomes.words(h))
                .append("** "));
        verdict.forEach(v -> text.append(MarkdownText.escape(v)).append("\n\n"));
        failures();
        table("Worst cases", WorstCaseTable.of(outcomes));
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
        List<FailedCell> failed = result.run().failed();
        for (FailedCell f : failed.subList(0, Math.min(FAILURES, failed.size())))
            text.append("- ")
                    .append(MarkdownText.code(f.cell()))
                    .append(": ")
                    .append(MarkdownText.code(f.error()))
                    .append('\n');
        if (failed.size() > FAILURES)
            text.append("- and ").append(failed.size() - FAILURES).append(" more\n");
        if (!failed.isEmpty()) text.append('\n');
    }

    private void table(String title, Table table) {
        if (table.rows().isEmpty()) return;
        text.append("**").append(MarkdownText.escape(title)).append("**\n\n");
        row(table.columns().stream().map(Table.Column::head).toList());
        for (Table.Column c : table.columns()) text.append(c.kind() == Table.Kind.NUMBER ? "|---:" : "|---");
        text.append("|\n");
        table.rows().forEach(this::row);
        text.append('\n');
    }

    private void row(List<String> cells) {
        text.append(cells.stream().map(MarkdownText::escape).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
