// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Markup;
import dev.lox.draw.PageStyle;
import dev.lox.draw.SvgPicture;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.StudyResult;
import java.util.List;
import java.util.Optional;

/** One page that needs nothing but itself: no network, no script. */
final class HtmlPage {
    /** More are folded away, so that the verdict's grounds stay near it. */
    private static final int FAILURES = 6;

    private final StudyResult result;
    private final Outcomes outcomes;
    private final Pictures pictures;
    private final StringBuilder page = new StringBuilder();

    private HtmlPage(Outcomes outcomes, Pictures pictures) {
        this.result = outcomes.result();
        this.outcomes = outcomes;
        this.pictures = pictures;
    }

    static String of(Outcomes outcomes, Pictures pictures) {
        return new HtmlPage(outcomes, pictures).write();
    }

    private String write() {
        head();
        List<Metric> metrics = outcomes.metrics();
        metrics.stream().filter(Metric::attackSuccess).forEach(this::evaluation);
        metrics.stream().filter(m -> !m.attackSuccess()).forEach(this::evaluation);
        for (Picture p : pictures.others()) {
            section(p.title(), "");
            picture(p);
            end();
        }
        figures();
        about();
        page.append(Terms.HTML);
        return page.append("</main></body></html>\n").toString();
    }

    private void head() {
        String title = Markup.escape(result.title());
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(PageStyle.with(HtmlPage.class, "study.css"))
                .append("</style></head><body><main>\n<header><p class=\"kicker\">LoX study: ")
                .append(Markup.escape(result.study()))
                .append("</p><h1>")
                .append(title)
                .append("</h1>\n");
        verdict();
        failures();
        if (!result.worst().isEmpty()) page.append(WorstTable.of(outcomes).html());
        page.append("</header>\n");
    }

    private void verdict() {
        String state = result.holds() == null ? "open" : result.holds() ? "holds" : "fails";
        Optional<String> words = HoldsWords.of(result.holds());
        if (words.isEmpty() && result.verdict().isEmpty()) return;
        page.append("<div class=\"verdict ").append(state).append("\"><p class=\"first\">");
        words.ifPresent(w -> page.append("<strong>").append(w).append("</strong> "));
        for (int i = 0; i < result.verdict().size(); i++)
            page.append(i == 0 ? "" : "<p>")
                    .append(Markup.escape(result.verdict().get(i)))
                    .append("</p>");
        if (result.verdict().isEmpty()) page.append("</p>");
        page.append("</div>\n");
    }

    private void failures() {
        Optional<String> words = FailedWords.of(result);
        if (words.isEmpty()) return;
        List<FailedCell> failed = result.failed();
        page.append("<div class=\"failed\"><p><strong>").append(words.get()).append("</strong></p>");
        failures(failed.subList(0, Math.min(FAILURES, failed.size())));
        if (failed.size() > FAILURES) {
            page.append("<details><summary>").append(failed.size() - FAILURES).append(" more</summary>");
            failures(failed.subList(FAILURES, failed.size()));
            page.append("</details>");
        }
        page.append("</div>\n");
    }

    private void failures(List<FailedCell> failed) {
        page.append("<ul>");
        for (FailedCell f : failed)
            page.append("<li><b>")
                    .append(Markup.escape(f.cell()))
                    .append("</b>: ")
                    .append(Markup.escape(f.error()))
                    .append("</li>\n");
        page.append("</ul>");
    }

    private void evaluation(Metric metric) {
        Optional<Picture> beside = pictures.beside(metric);
        Table differences = DifferenceTable.of(outcomes, metric);
        if (beside.isEmpty() && differences.rows().isEmpty()) return;
        section(metric.title(), metric.about().words());
        beside.ifPresent(this::picture);
        if (!differences.rows().isEmpty()) page.append(differences.html());
        pictures.along(metric).ifPresent(p -> {
            page.append("<h3>").append(Markup.escape(p.title())).append("</h3>\n");
            picture(p);
        });
        end();
    }

    private void picture(Picture picture) {
        page.append("<figure aria-label=\"")
                .append(Markup.escape(picture.title()))
                .append("\">");
        if (!picture.legend().isEmpty()) {
            page.append("<ul class=\"legend\">");
            for (Key key : picture.legend())
                page.append("<li>")
                        .append(SvgPicture.key(key.sign()))
                        .append(Markup.escape(key.words()))
                        .append("</li>");
            page.append("</ul>\n");
        }
        page.append("<div class=\"panels of")
                .append(Sheet.columns(picture.panels().size()))
                .append("\">");
        picture.panels()
                .forEach(p -> page.append("<div>").append(SvgPicture.inPage(p)).append("</div>"));
        page.append("</div>");
        if (!picture.notes().isEmpty())
            page.append("<figcaption>")
                    .append(Markup.escape(String.join(" ", picture.notes())))
                    .append("</figcaption>");
        page.append("</figure>\n");
    }

    private void figures() {
        Table means = MeansTable.of(outcomes);
        Table figures = FigureTable.of(outcomes);
        if (figures.rows().isEmpty()) return;
        section("All figures", "");
        folded("", "Means (" + means.rows().size() + ")", means.html());
        folded(" class=\"every\"", "Every figure (" + figures.rows().size() + ")", figures.html());
        end();
    }

    private void about() {
        section("What was run", "");
        AboutTables.of(result).forEach(t -> page.append(t.html()));
        page.append("<p>").append(Markup.escape(EffortWords.of(result))).append("</p>\n");
        end();
        section("How to do it again", "");
        if (!result.reproduce().isEmpty()) page.append(preformatted(String.join("\n", result.reproduce())));
        folded("", "The study’s file", preformatted(result.settings()));
        end();
    }

    private void folded(String attributes, String summary, String html) {
        page.append("<details")
                .append(attributes)
                .append("><summary>")
                .append(Markup.escape(summary))
                .append("</summary>\n")
                .append(html)
                .append("</details>\n");
    }

    private static String preformatted(String text) {
        return "<pre tabindex=\"0\">" + Markup.escape(text) + "</pre>\n";
    }

    private void section(String title, String words) {
        page.append("<section><h2>").append(Markup.escape(title)).append("</h2>\n");
        if (!words.isEmpty()) page.append("<p>").append(Markup.escape(words)).append("</p>\n");
    }

    private void end() {
        page.append("</section>\n");
    }
}
