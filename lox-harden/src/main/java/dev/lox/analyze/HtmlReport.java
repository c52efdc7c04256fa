// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.DotPlot;
import dev.lox.graphics.LinePlot;
import dev.lox.graphics.Page;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.harden.RankChoice;
import dev.lox.harden.RoundingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** An analysis as one page. */
final class HtmlReport {
    private static final List<Map.Entry<String, String>> TERMS = List.of(
            Map.entry("ΔW", "W_aligned − W_base of one matrix; ‖·‖ is the Frobenius norm."),
            Map.entry(
                    "Energy in the top k",
                    "Σσᵢ² over the k largest singular values, of ‖ΔW‖². R_align is its square root."),
            Map.entry("Stable rank", "‖ΔW‖² / σ₁²."),
            Map.entry("Effective rank", "Exponential of the entropy of σ / Σσ (Roy & Vetterli 2007)."),
            Map.entry(
                    "Auto rank",
                    "Number of singular values above the optimal hard threshold for white noise (Gavish & Donoho 2014)."),
            Map.entry(
                    "R metrics",
                    "LoX: Low-Rank Extrapolation Robustifies LLM Safety Against Fine-tuning, arXiv 2506.15606; plain"
                            + " averages over linear layers."));

    private final Analysis analysis;
    private final Page page;

    private HtmlReport(Analysis analysis) {
        this.analysis = analysis;
        this.page = new Page(
                "LoX analysis",
                "What alignment changed: "
                        + analysis.models().stream().map(Analysis.Model::name).collect(Collectors.joining(" → ")));
    }

    static String of(Analysis analysis) {
        return new HtmlReport(analysis).write();
    }

    private String write() {
        page.lead(Takeaway.of(analysis)).tiles(tiles()).table(ReportTables.models(analysis));
        if (!analysis.all().matrices().isEmpty()) {
            spectra();
            maps();
            if (analysis.finetuned()) survival();
            rounding();
        }
        return page.section("By module")
                .paragraph("Means over the matrices of a kind; ‖ΔW‖ and rounding loss are of all of them together.")
                .table(ReportTables.kinds(analysis))
                .folded(ReportTables.tensors(analysis), true)
                .end()
                .terms(TERMS)
                .html();
    }

    private String k() {
        return analysis.request().rank() instanceof RankChoice.Fixed fixed
                ? "top " + fixed.rank()
                : "top k, k by " + analysis.request().rank();
    }

    private List<Page.Tile> tiles() {
        Figures all = analysis.all();
        Figures linear = analysis.linear();
        List<Page.Tile> tiles = new ArrayList<>();
        tiles.add(new Page.Tile(Numbers.percent(all.totalEnergy()), "energy in the " + k()));
        tiles.add(new Page.Tile(
                Numbers.text("%.3f", linear.aligned()),
                "R_align, mean of " + linear.matrices().size() + " layers"));
        if (analysis.finetuned())
            tiles.add(new Page.Tile(Numbers.percent(linear.ratio()), "R_ft / R_align: kept after fine-tuning"));
        tiles.add(
                new Page.Tile(Numbers.text("%.0f", linear.autoRank()), "directions above the noise (auto rank), mean"));
        tiles.add(new Page.Tile(
                Numbers.percent(all.totalLoss()),
                "rounding to " + analysis.request().dtype().torchName() + ", of ‖ΔW‖"));
        return tiles;
    }

    private void spectra() {
        SpectrumCharts charts = new SpectrumCharts(analysis);
        page.section("Spectrum of the delta")
                .paragraph(
                        "A steep start means that a few directions carry the alignment. Lines are medians over layers,"
                                + " bands the middle half of them.")
                .picture(picture("Spectrum of the delta", charts.decay(), charts.energy()))
                .end();
    }

    private void maps() {
        page.section("Where it is concentrated")
                .paragraph(
                        "One column for each layer; “–” holds what belongs to no layer. Point at a cell for details.")
                .picture(picture(
                        "Energy and auto rank by layer and module",
                        LayerMap.of(analysis, "Energy in the " + k() + ", percent of ‖ΔW‖²", MatrixAnalysis::energy),
                        LayerMap.of(
                                analysis,
                                "Auto rank: directions above the noise, percent of all",
                                m -> (double) m.spectrum().autoRank()
                                        / m.spectrum().sigma().length)))
                .end();
    }

    private void survival() {
        page.section("What the fine-tuning left")
                .paragraph(
                        "R is the share of a delta’s length inside the alignment’s leading directions: R_align for the"
                                + " aligned model, R_ft for the fine-tuned one. Angles are measured between those directions and the"
                                + " leading ones of the fine-tuning; 90° means that they have nothing in common.")
                .table(ReportTables.survival(analysis))
                .picture(picture(
                        "R_ft / R_align", LayerMap.of(analysis, "R_ft / R_align, percent", MatrixAnalysis::ratio)))
                .picture(picture("Principal angles", angles()))
                .end();
    }

    private LinePlot angles() {
        List<Curve> curves = new ArrayList<>();
        int most = 2;
        for (Map.Entry<String, List<MatrixAnalysis>> kind : analysis.kinds().entrySet()) {
            double[] angles = new Figures(kind.getValue()).angles();
            List<Curve.Point> points = new ArrayList<>();
            for (int i = 0; i < angles.length; i++) points.add(Curve.Point.of(i + 1, angles[i]));
            if (!points.isEmpty())
                curves.add(new Curve(kind.getKey(), SeriesStyle.of(curves.size()), Curve.Form.MARKED, points));
            most = Math.max(most, angles.length);
        }
        Scale degrees = new Scale(false, 0, 90, List.of(0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0), "°");
        return new LinePlot(
                "Principal angles, mean over layers",
                Axis.of(Scale.linear(1, most, ""), "i-th principal angle"),
                Axis.of(degrees, ""),
                curves);
    }

    private void rounding() {
        String dtype = analysis.request().dtype().torchName();
        page.section("What rounding to " + dtype + " would lose")
                .paragraph(
                        "‖round(W) − W‖ of the aligned weights, as a share of ‖ΔW‖: bars for a module kind, dots for its"
                                + " matrices. The dashed line marks the share above which LoX warns.");
        for (String warning : analysis.warnings())
            page.warning(warning.substring(0, 1).toUpperCase(Locale.ROOT) + warning.substring(1) + ".", List.of(), 0);
        page.picture(picture("Rounding loss by module kind", losses())).end();
    }

    private DotPlot losses() {
        double worst = analysis.all().matrices().stream()
                .mapToDouble(m -> Objects.requireNonNull(m.roundingLoss()))
                .max()
                .orElse(0);
        Scale scale = Scale.linear(0, 100 * Math.max(worst, 2 * RoundingLoss.WARN), " %");
        List<DotPlot.Row> rows = new ArrayList<>();
        analysis.kinds().forEach((name, kind) -> rows.add(loss(name, new Figures(kind))));
        return new DotPlot("Rounding loss", new Axis(scale, 100, "of ‖ΔW‖", Numbers::percent), rows, RoundingLoss.WARN);
    }

    private static DotPlot.Row loss(String name, Figures kind) {
        Double total = kind.totalLoss();
        if (total == null) return new DotPlot.Row(name, List.of(), "–");
        List<DotPlot.Sample> samples = kind.matrices().stream()
                .map(m -> new DotPlot.Sample(
                        Objects.requireNonNull(m.roundingLoss()), m.name() + ": " + Numbers.percent(m.roundingLoss())))
                .toList();
        String text = Numbers.percent(total);
        DotPlot.Dot bar =
                new DotPlot.Dot(DotPlot.Form.BAR, SeriesStyle.of(0), total, total, total, samples, name + ": " + text);
        return new DotPlot.Row(name, List.of(bar), text);
    }

    private static Picture picture(String title, Panel... panels) {
        return new Picture("", title, List.of(), List.of(panels), List.of());
    }
}
