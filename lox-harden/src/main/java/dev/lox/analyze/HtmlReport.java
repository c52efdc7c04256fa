// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Markup;
import dev.lox.draw.PageStyle;
import dev.lox.draw.Scale;
import dev.lox.harden.RankChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One page that needs nothing but itself: no network, no script. */
final class HtmlReport {
    private final Analysis analysis;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(Analysis analysis) {
        this.analysis = analysis;
    }

    static String of(Analysis analysis) {
        return new HtmlReport(analysis).write();
    }

    private String write() {
        String title =
                analysis.models().stream().map(m -> Markup.escape(m.name())).collect(Collectors.joining(" → "));
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Alignment delta: ")
                .append(title)
                .append("</title>\n<style>\n")
                .append(PageStyle.with(HtmlReport.class, "report.css"))
                .append(
                        "</style></head><body><main>\n<header><p class=\"kicker\">LoX analysis</p><h1>What alignment changed: ")
                .append(title)
                .append("</h1>\n<p class=\"lead\">")
                .append(Markup.escape(Takeaway.of(analysis)))
                .append("</p>\n");
        tiles();
        page.append(ReportTables.models(analysis)).append("</header>\n");
        if (!analysis.all().matrices().isEmpty()) {
            spectra();
            maps();
            if (analysis.finetuned()) survival();
            rounding();
        }
        section("By module", "Means over the matrices of a kind; ‖ΔW‖ and rounding loss are of all of them together.");
        page.append(ReportTables.kinds(analysis)).append("</section>\n");
        page.append("<section><details><summary>Every tensor (")
                .append(analysis.matrices().size())
                .append(")</summary>\n")
                .append(ReportTables.tensors(analysis))
                .append("</details></section>\n");
        definitions();
        return page.append("</main></body></html>\n").toString();
    }

    private String k() {
        return analysis.request().rank() instanceof RankChoice.Fixed fixed
                ? "top " + fixed.rank()
                : "top k, k by " + analysis.request().rank();
    }

    private void tiles() {
        Figures all = analysis.all();
        Figures linear = analysis.linear();
        page.append("<dl class=\"tiles\">");
        tile(Html.percent(all.totalEnergy()), "energy in the " + k());
        tile(
                Html.number("%.3f", linear.aligned()),
                "R_align, mean of " + linear.matrices().size() + " layers");
        if (analysis.finetuned()) tile(Html.percent(linear.ratio()), "R_ft / R_align: kept after fine-tuning");
        tile(Html.number("%.0f", linear.autoRank()), "directions above the noise (auto rank), mean");
        tile(
                Html.percent(all.totalLoss()),
                "rounding to " + analysis.request().dtype().torchName() + ", of ‖ΔW‖");
        page.append("</dl>\n");
    }

    private void tile(String figure, String what) {
        page.append("<div><dd>")
                .append(figure)
                .append("</dd><dt>")
                .append(Markup.escape(what))
                .append("</dt></div>");
    }

    private void section(String title, String words) {
        page.append("<section><h2>")
                .append(title)
                .append("</h2>\n<p>")
                .append(words)
                .append("</p>\n");
    }

    private void spectra() {
        SpectrumCharts charts = new SpectrumCharts(analysis);
        section(
                "Spectrum of the delta",
                "A steep start means that a few directions carry the alignment. Lines are medians over layers, bands the middle"
                        + " half of them.");
        legend();
        page.append("<div class=\"pair\">");
        figure("Singular values σᵢ / σ₁", charts.decay());
        figure("Energy within the first i directions", charts.energy());
        page.append("</div></section>\n");
    }

    private void legend() {
        page.append("<ul class=\"legend\">");
        int series = 0;
        for (String kind : analysis.kinds().keySet())
            page.append("<li><svg class=\"key\" viewBox=\"0 0 26 8\" aria-hidden=\"true\"><path class=\"curve ")
                    .append(Plot.series(series++))
                    .append("\" d=\"M1 4H25\"/></svg>")
                    .append(Markup.escape(kind))
                    .append("</li>");
        page.append("</ul>\n");
    }

    private void figure(String caption, String svg) {
        page.append("<figure><figcaption>")
                .append(caption)
                .append("</figcaption>")
                .append(svg)
                .append("</figure>\n");
    }

    private void maps() {
        section(
                "Where it is concentrated",
                "Layers from left to right; “–” holds what belongs to no layer. Point at a cell for its figures.");
        figure(
                "Energy in the " + k() + ", percent of ‖ΔW‖²",
                HeatMap.of(analysis, "energy by layer and module", m -> times100(m.energy()), "%.0f", " %"));
        figure(
                "Auto rank: directions above the noise, percent of all",
                HeatMap.of(
                        analysis,
                        "auto rank by layer and module",
                        m -> 100.0 * m.spectrum().autoRank() / m.spectrum().sigma().length,
                        "%.0f",
                        " %"));
        page.append("</section>\n");
    }

    private static @Nullable Double times100(@Nullable Double share) {
        return share == null ? null : (Double) (100 * share);
    }

    private void survival() {
        section(
                "What the fine-tuning left",
                "R is the share of a delta’s length inside the alignment’s leading directions: R_align for the aligned model,"
                        + " R_ft for the fine-tuned one. Angles lie between those directions and the leading ones of the"
                        + " fine-tuning; 90° means that it went elsewhere.");
        page.append(ReportTables.survival(analysis));
        figure(
                "R_ft / R_align, percent",
                HeatMap.of(analysis, "ratio by layer and module", m -> times100(m.ratio()), "%.0f", " %"));
        legend();
        figure("Principal angles, degrees, mean over layers", angles());
        page.append("</section>\n");
    }

    private String angles() {
        Map<String, List<MatrixAnalysis>> kinds = analysis.kinds();
        int most = kinds.values().stream()
                .mapToInt(k -> new Figures(k).angles().length)
                .max()
                .orElse(0);
        Plot plot = new Plot(
                "principal angles by module kind",
                Scale.linear(1, Math.max(2, most), ""),
                "i-th principal angle",
                new Scale(false, 0, 90, List.of(0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0), "°"));
        int series = 0;
        for (Map.Entry<String, List<MatrixAnalysis>> kind : kinds.entrySet()) {
            double[] ys = new Figures(kind.getValue()).angles();
            double[] xs = new double[ys.length];
            for (int i = 0; i < xs.length; i++) xs[i] = i + 1;
            plot.curve(series, xs, ys);
            plot.dots(series++, xs, ys, kind.getKey());
        }
        return plot.toString();
    }

    private void rounding() {
        String dtype = analysis.request().dtype().torchName();
        section(
                "What " + dtype + " would drown",
                "‖round(W) − W‖ of the aligned weights, as a share of ‖ΔW‖: bars for a module kind, dots for its matrices.");
        analysis.warnings().forEach(w -> page.append("<p class=\"warning\">")
                .append(Markup.escape(w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1)))
                .append(".</p>\n"));
        page.append("<figure>").append(LossBars.of(analysis)).append("</figure></section>\n");
    }

    private void definitions() {
        page.append("""
                <section class="terms"><h2>Terms</h2><dl>
                <dt>ΔW</dt><dd>W_aligned − W_base of one matrix; ‖·‖ is the Frobenius norm.</dd>
                <dt>Energy in the top k</dt><dd>Σσᵢ² over the k largest singular values, of ‖ΔW‖². R_align is its root.</dd>
                <dt>Stable rank</dt><dd>‖ΔW‖² / σ₁².</dd>
                <dt>Effective rank</dt><dd>Exponential of the entropy of σ / Σσ (Roy &amp; Vetterli 2007).</dd>
                <dt>Auto rank</dt><dd>Singular values above the optimal hard threshold for white noise
                (Gavish &amp; Donoho 2014).</dd>
                <dt>R metrics</dt><dd>LoX: Low-Rank Extrapolation Robustifies LLM Safety Against Fine-tuning,
                arXiv 2506.15606; plain averages over linear layers.</dd>
                </dl></section>
                """);
    }
}
