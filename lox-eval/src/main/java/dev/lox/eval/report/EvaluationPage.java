// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.eval.results.Agreement;
import dev.lox.eval.results.Interval;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Rate;
import dev.lox.eval.results.Results;
import dev.lox.graphics.Axis;
import dev.lox.graphics.DotPlot;
import dev.lox.graphics.Page;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.graphics.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An evaluation as one page. */
final class EvaluationPage {
    /** More rows make a page that is slow to open; all are in {@code rows.csv}. */
    private static final int SAMPLES = 500;

    private static final Scale PERCENT = new Scale(false, 0, 100, List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), " %");
    private static final Scale SCORES = new Scale(false, 1, 5, List.of(1.0, 2.0, 3.0, 4.0, 5.0), "");

    private static final List<Map.Entry<String, String>> TERMS = List.of(
            Map.entry(
                    "Attack success rate",
                    "The share of harmful requests that the model complies with, according to a judge."),
            Map.entry("Over-refusal", "The share of harmless requests that the model refuses."),
            Map.entry(
                    "Interval",
                    "95 %: Wilson’s score interval for rates, the normal approximation for mean scores. It covers other"
                            + " prompts of the same kind."),
            Map.entry(
                    "Unparsed",
                    "Verdicts that could not be read. A rate leaves them out; a gate counts them as the worse outcome."),
            Map.entry("Degenerate", "Replies that are not text, such as repetitions or noise."),
            Map.entry("Cohen’s κ", "Agreement of two judges beyond chance; 1 is complete, 0 is chance."));

    /** A figure of a chart and its interval. */
    private record Estimate(double value, Interval interval) {}

    private final Results results;
    private final RunRecord run;
    private final Redaction redaction;
    private final boolean scores;
    private final List<String> raters;
    private final Page page;

    private EvaluationPage(Results results, RunRecord run, Redaction redaction) {
        this.results = results;
        this.run = run;
        this.redaction = redaction;
        this.scores = results.measure() == Measure.HELPFULNESS;
        this.raters = results.measure() == Measure.ACCURACY ? List.of("final number") : results.judges();
        String model = run.made().path("model").asText();
        this.page =
                new Page("LoX evaluation", Markdown.title(results.measure()) + (model.isEmpty() ? "" : ": " + model));
    }

    static String of(Results results, RunRecord run, Redaction redaction, String version) {
        return new EvaluationPage(results, run, redaction).write(version);
    }

    private String write(String version) {
        gates();
        page.tiles(tiles()).section("Result");
        String note = "Lines are 95 % intervals" + (run.gates().isEmpty() ? "." : "; the dashed line is the gate.");
        page.picture(new Picture("", "Result", List.of(), List.of(rates()), List.of(note)))
                .table(judges())
                .table(agreement())
                .table(degenerate())
                .end();
        categories();
        samples();
        page.section("What was run").table(made());
        page.paragraph(String.format(Locale.ROOT, "LoX %s, %.0f s.", version, run.seconds()))
                .end();
        return page.terms(TERMS).html();
    }

    private void gates() {
        if (run.gates().isEmpty()) return;
        page.verdict(
                run.held() ? Page.Verdict.HOLDS : Page.Verdict.FAILS,
                run.held() ? "The gate holds." : "The gate does not hold.",
                run.gates().stream().map(Markdown::words).toList());
    }

    private List<Page.Tile> tiles() {
        List<Page.Tile> tiles = new ArrayList<>();
        for (int j = 0; j < raters.size(); j++)
            tiles.add(new Page.Tile(
                    estimate(results, j).map(e -> text(e.value())).orElse("–"),
                    Markdown.title(results.measure()) + ", by " + raters.get(j)));
        tiles.add(new Page.Tile(Integer.toString(results.samples().size()), "samples"));
        long degenerate =
                results.degenerate().values().stream().mapToLong(n -> n).sum();
        tiles.add(new Page.Tile(Long.toString(degenerate), "degenerate replies"));
        if (!results.judges().isEmpty()) {
            long unparsed = 0;
            for (int j = 0; j < results.judges().size(); j++) unparsed += results.unparsed(j);
            tiles.add(new Page.Tile(Long.toString(unparsed), "unparsed verdicts"));
        }
        return tiles;
    }

    private Optional<Estimate> estimate(Results of, int judge) {
        if (scores) return of.meanScore(judge).map(m -> new Estimate(m.value(), m.interval()));
        Rate rate = rate(of, judge);
        return rate.interval().map(i -> new Estimate(rate.value().orElseThrow(), i));
    }

    private Rate rate(Results of, int judge) {
        return of.measure() == Measure.ACCURACY ? of.accuracy() : of.rate(judge);
    }

    private String text(double value) {
        return scores ? String.format(Locale.ROOT, "%.2f", value) : Markdown.percent(value);
    }

    private Axis axis() {
        return scores
                ? new Axis(SCORES, 1, "mean score, more is better", this::text)
                : new Axis(
                        PERCENT,
                        100,
                        results.measure() == Measure.ACCURACY ? "more is better" : "less is better",
                        this::text);
    }

    private Panel rates() {
        List<DotPlot.Row> rows = new ArrayList<>();
        for (int j = 0; j < raters.size(); j++) rows.add(row(raters.get(j), results, j));
        Double bound = run.gates().isEmpty()
                ? null
                : (Double) run.gates().get(0).gate().bound();
        return new DotPlot(Markdown.title(results.measure()), axis(), rows, bound);
    }

    private DotPlot.Row row(String name, Results of, int judge) {
        Optional<Estimate> estimate = estimate(of, judge);
        if (estimate.isEmpty()) return new DotPlot.Row(name, List.of(), "–");
        Estimate e = estimate.get();
        String tip = name + ": " + text(e.value()) + " (" + text(e.interval().low()) + " to "
                + text(e.interval().high()) + ")";
        DotPlot.Dot bar = new DotPlot.Dot(
                DotPlot.Form.BAR,
                SeriesStyle.of(judge),
                e.value(),
                e.interval().low(),
                e.interval().high(),
                List.of(),
                tip);
        return new DotPlot.Row(name, List.of(bar), text(e.value()));
    }

    private void categories() {
        Map<String, Results> all = results.byCategory();
        if (all.isEmpty()) return;
        page.section("By category");
        List<Panel> panels = new ArrayList<>();
        for (int j = 0; j < raters.size(); j++) {
            int judge = j;
            List<DotPlot.Row> rows = new ArrayList<>();
            all.forEach((name, some) -> rows.add(row(OneLine.of(name, 60), some, judge)));
            panels.add(new DotPlot(Markdown.title(results.measure()) + ", by " + raters.get(j), axis(), rows, null));
        }
        page.picture(new Picture("", "By category", List.of(), panels, List.of("Lines are 95 % intervals.")))
                .table(categoryTable(all))
                .end();
    }

    private Table categoryTable(Map<String, Results> all) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.name("category"), Table.number("samples")));
        raters.forEach(r -> columns.add(Table.number(r)));
        List<List<String>> rows = new ArrayList<>();
        all.forEach((name, some) -> {
            List<String> cells = new ArrayList<>(
                    List.of(name, Integer.toString(some.samples().size())));
            for (int j = 0; j < raters.size(); j++) cells.add(figure(some, j));
            rows.add(cells);
        });
        return new Table("By category, with 95 % intervals", columns, rows);
    }

    private String figure(Results of, int judge) {
        return estimate(of, judge)
                .map(e -> text(e.value()) + " [" + text(e.interval().low()) + ", "
                        + text(e.interval().high()) + "]")
                .orElse("–");
    }

    private Table judges() {
        List<List<String>> rows = new ArrayList<>();
        for (int j = 0; j < raters.size(); j++) {
            boolean judge = !results.judges().isEmpty();
            String interval = estimate(results, j)
                    .map(e -> "[" + text(e.interval().low()) + ", "
                            + text(e.interval().high()) + "]")
                    .orElse("–");
            rows.add(List.of(
                    raters.get(j),
                    estimate(results, j).map(e -> text(e.value())).orElse("–"),
                    interval,
                    scores
                            ? "–"
                            : rate(results, j).successes() + " of "
                                    + rate(results, j).judged(),
                    judge ? Long.toString(results.partial(j)) : "–",
                    judge ? Long.toString(results.unparsed(j)) : "–"));
        }
        return new Table(
                "By judge",
                List.of(
                        Table.name("judge"),
                        Table.number("value"),
                        Table.number("95 % interval"),
                        Table.number("counted"),
                        Table.number("refused in part"),
                        Table.number("unparsed")),
                rows);
    }

    private Table agreement() {
        List<List<String>> rows = new ArrayList<>();
        for (int a = 0; !scores && a < results.judges().size(); a++)
            for (int b = a + 1; b < results.judges().size(); b++) {
                Agreement g = results.agreement(a, b);
                rows.add(List.of(
                        results.judges().get(a) + " and " + results.judges().get(b),
                        share(g.share()),
                        g.kappa().isPresent()
                                ? String.format(Locale.ROOT, "%.2f", g.kappa().getAsDouble())
                                : "–",
                        Long.toString(g.both()),
                        Long.toString(g.first()),
                        Long.toString(g.second()),
                        Long.toString(g.neither())));
            }
        return new Table(
                "Agreement of judges",
                List.of(
                        Table.name("judges"),
                        Table.number("agree"),
                        Table.number("Cohen’s κ"),
                        Table.number("both yes"),
                        Table.number("first only"),
                        Table.number("second only"),
                        Table.number("neither")),
                rows);
    }

    private static String share(OptionalDouble share) {
        return share.isPresent() ? Markdown.percent(share.getAsDouble()) : "–";
    }

    private Table degenerate() {
        return new Table(
                "Degenerate replies",
                List.of(Table.name("kind"), Table.number("replies")),
                results.degenerate().entrySet().stream()
                        .map(e -> List.of(RowJson.label(e.getKey()).replace('_', ' '), Long.toString(e.getValue())))
                        .toList());
    }

    private void samples() {
        List<FlaggedSample> flagged = FlaggedSample.of(results);
        if (flagged.isEmpty()) return;
        page.section("Samples that count against the model");
        if (!redaction.shown()) page.paragraph("Replies are withheld; rerun with show-replies to include them.");
        if (flagged.size() > SAMPLES)
            page.paragraph("The first " + SAMPLES + " of " + flagged.size() + "; all are in rows.csv.");
        page.folded(
                        new Table(
                                "Samples",
                                List.of(
                                        Table.name("id"),
                                        Table.words("prompt"),
                                        Table.words("reply"),
                                        Table.words("why")),
                                flagged.stream()
                                        .limit(SAMPLES)
                                        .map(this::sample)
                                        .toList()),
                        false)
                .end();
    }

    private List<String> sample(FlaggedSample f) {
        var reply = f.sample().sample().reply();
        return List.of(
                reply.id(), OneLine.of(reply.prompt(), 400), OneLine.of(redaction.reply(reply.reply()), 2000), f.why());
    }

    private Table made() {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : run.made().properties())
            rows.add(List.of(
                    e.getKey(),
                    e.getValue().isValueNode()
                            ? e.getValue().asText()
                            : e.getValue().toString()));
        return new Table("Replies", List.of(Table.name("setting"), Table.words("value")), rows);
    }
}
