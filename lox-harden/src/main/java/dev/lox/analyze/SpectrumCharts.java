// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.LinePlot;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.harden.RankChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** Decay of singular values and their cumulative energy, one line for each module kind: the median over layers, with the middle half as a band. */
final class SpectrumCharts {
    /** Points of a curve; more would be indistinguishable on a logarithmic axis. */
    private static final int POINTS = 90;

    /** Below this share of σ₁ the tail of a delta of f32 weights is rounding. */
    private static final double FLOOR = 1e-4;

    private final Analysis analysis;
    private final Map<String, List<MatrixAnalysis>> kinds;

    SpectrumCharts(Analysis analysis) {
        this.analysis = analysis;
        this.kinds = analysis.kinds();
    }

    LinePlot decay() {
        double lowest = 0.1;
        for (List<MatrixAnalysis> kind : kinds.values()) {
            List<Spectrum> spectra = spectra(kind);
            // The last few values of a square matrix drop steeply and would flatten the rest of the chart.
            int last = (int) (0.95 * shortest(spectra)) - 1;
            if (last < 0) continue;
            lowest = Math.min(lowest, Math.max(FLOOR, quantile(spectra, last, SpectrumCharts::relative, 0.5)));
        }
        double from = Math.pow(10, Math.floor(Math.log10(lowest)));
        return draw("Singular values σᵢ / σ₁", Scale.logarithmic(from, 1), SpectrumCharts::relative);
    }

    LinePlot energy() {
        return draw("Energy within the first i directions", Scale.linear(0, 100, " %"), SpectrumCharts::percentWithin);
    }

    private LinePlot draw(String title, Scale y, ToDoubleBiFunction<Spectrum, Integer> value) {
        int longest = kinds.values().stream()
                .mapToInt(k -> shortest(spectra(k)))
                .max()
                .orElse(1);
        List<Curve> curves = new ArrayList<>();
        kinds.forEach((name, kind) -> {
            List<Spectrum> spectra = spectra(kind);
            List<Curve.Point> points = new ArrayList<>();
            for (int i : indices(spectra)) {
                double median = quantile(spectra, i, value, 0.5);
                if (median < y.from()) break;
                points.add(new Curve.Point(
                        i + 1, median, quantile(spectra, i, value, 0.25), quantile(spectra, i, value, 0.75)));
            }
            SeriesStyle style = SeriesStyle.of(curves.size());
            if (!points.isEmpty()) curves.add(new Curve(name, style, Curve.Form.BAND, points));
        });
        LinePlot.Guide guide = analysis.request().rank() instanceof RankChoice.Fixed fixed && fixed.rank() <= longest
                ? new LinePlot.Guide(fixed.rank(), "k = " + fixed.rank())
                : null;
        Axis across = Axis.of(Scale.logarithmic(1, Math.max(2, longest)), "direction i, by strength");
        return new LinePlot(title, across, Axis.of(y, ""), curves, guide);
    }

    private static List<Spectrum> spectra(List<MatrixAnalysis> kind) {
        return kind.stream()
                .map(MatrixAnalysis::spectrum)
                .filter(s -> !s.isZero())
                .toList();
    }

    private static int shortest(List<Spectrum> spectra) {
        return spectra.stream().mapToInt(s -> s.sigma().length).min().orElse(0);
    }

    /** Evenly spaced on a logarithmic axis. */
    private static int[] indices(List<Spectrum> spectra) {
        int n = shortest(spectra);
        if (n == 0) return new int[0];
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            int index = (int) Math.round(Math.exp(Math.log(n) * i / POINTS)) - 1;
            if (indices.isEmpty() || index > indices.get(indices.size() - 1)) indices.add(index);
        }
        return indices.stream().mapToInt(i -> i).toArray();
    }

    private static double relative(Spectrum spectrum, int i) {
        return spectrum.sigma()[i] / spectrum.sigma()[0];
    }

    private static double percentWithin(Spectrum spectrum, int i) {
        Double share = spectrum.energy(i + 1);
        return share == null ? 0 : 100 * share;
    }

    /** Linear between the two nearest. */
    private static double quantile(
            List<Spectrum> spectra, int i, ToDoubleBiFunction<Spectrum, Integer> value, double quantile) {
        double[] sorted = spectra.stream()
                .mapToDouble(s -> value.applyAsDouble(s, i))
                .sorted()
                .toArray();
        double at = quantile * (sorted.length - 1);
        int below = (int) at;
        return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
    }
}
