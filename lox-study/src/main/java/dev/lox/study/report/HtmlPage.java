// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Page;
import dev.lox.graphics.Table;
import dev.lox.study.findings.StudyResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A study's result as one page. */
final class HtmlPage {
    /** More failures are folded away, so that the verdict and its grounds stay close to each other. */
    private static final int FAILURES = 6;

    private final StudyResult result;
    private final Outcomes outcomes;
    private final List<String> verdict;
    private final Pictures pictures;
    private final Page page;

    private HtmlPage(Outcomes outcomes, List<String> verdict, Pictures pictures) {
        this.verdict = verdict;
        this.result = outcomes.result();
        this.outcomes = outcomes;
        this.pictures = pictures;
        this.page = new Page("LoX study: " + result.findings().kind().label(), result.title());
    }

    static String of(Outcomes outcomes, List<String> verdict, Pictures pictures) {
        return new HtmlPage(outcomes, verdict, pictures).write();
    }

    private String write() {
        verdict();
        FailedWords.of(result)
                .ifPresent(words -> page.warning(
                        words,
                        result.run().failed().stream()
                                .map(f -> Map.entry(f.cell(), f.error()))
                                .toList(),
                        FAILURES));
        page.table(WorstCaseTable.of(outcomes));
        List<Metric> metrics = outcomes.metrics();
        metrics.stream().filter(Metric::attackSuccess).forEach(this::evaluation);
        metrics.stream().filter(m -> !m.attackSuccess()).forEach(this::evaluation);
        pictures.others().forEach(p -> page.section(p.title()).picture(p).end());
        figures();
        page.section("What was run");
        InfoTables.of(result).forEach(page::table);
        page.paragraph(EffortWords.of(result)).end().section("How to run it again");
        if (!result.run().reproduce().isEmpty())
            page.preformatted(String.join("\n", result.run().reproduce()));
        return page.folded("The study’s file", result.run().settings())
                .end()
                .terms(Terms.ALL)
                .html();
    }

    private void verdict() {
        Optional<Boolean> holds = outcomes.holds();
        page.verdict(
                holds.map(h -> h ? Page.Verdict.HOLDS : Page.Verdict.FAILS).orElse(Page.Verdict.OPEN),
                holds.map(Outcomes::words).orElse(""),
                verdict);
    }

    private void evaluation(Metric metric) {
        Table differences = DifferenceTable.of(outcomes, metric);
        if (pictures.main(metric).isEmpty() && differences.rows().isEmpty()) return;
        page.section(metric.title());
        if (!metric.about().words().isEmpty()) page.paragraph(metric.about().words());
        pictures.main(metric).ifPresent(page::picture);
        page.table(differences);
        pictures.intermediate(metric).ifPresent(p -> page.subheading(p.title()).picture(p));
        page.end();
    }

    private void figures() {
        Table figures = FigureTable.of(outcomes);
        if (figures.rows().isEmpty()) return;
        page.section("All figures")
                .folded(MeansTable.of(outcomes), true)
                .folded(figures, false)
                .end();
    }
}
