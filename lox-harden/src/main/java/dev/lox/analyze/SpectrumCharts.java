// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Scale;
import dev.lox.harden.RankChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** How singular values decay and energy gathers, a line a module kind: the median over layers, the middle half as a band. */
final class SpectrumCharts {
    /** Points of a curve: more cannot be told apart on a logarithmic axis. */
    private static final int POINTS = 90;

    /** Below this share of σ₁ the tail of a delta of f32 weights is rounding. */
    private static final double FLOOR = 1e-4;

    private final Analysis analysis;
    private final Map<String, List<MatrixAnalysis>> kinds;

    SpectrumCharts(Analysis analysis) {
        this.analysis = analysis;
        this.kinds = analysis.kinds();
    }

    String decay() {
        double lowest = 0.1;
        for (List<MatrixAnalysis> kind : kinds.values()) {
            List<Spectrum> spectra = spectra(kind);
            // The last few values of a square matrix plunge and would take the room of all others.
            int last = (int) (0.95 * shortest(spectra)) - 1;
            if (last < 0) continue;
            lowest = Math.min(lowest, Math.max(FLOOR, quantile(spectra, last, SpectrumCharts::relative, 0.5)));
        }
        double from = Math.pow(10, Math.floor(Math.log10(lowest)));
        return draw("singular values by module kind", Scale.logarithmic(from, 1), SpectrumCharts::relative);
    }

    String energy() {
        return draw(
                "share of energy in the leading directions by module kind",
                Scale.linear(0, 100, " %"),
                SpectrumCharts::percentWithin);
    }

    private String draw(String label, Scale y, ToDoubleBiFunction<Spectrum, Integer> value) {
        int longest = kinds.values().stream()
                .mapToInt(k -> shortest(spectra(k)))
                .max()
                .orElse(1);
        Plot plot = new Plot(label, Scale.logarithmic(1, Math.max(2, longest)), "direction i, by strength", y);
        if (analysis.request().rank() instanceof RankChoice.Fixed fixed && fixed.rank() <= longest)
            plot.mark(fixed.rank(), "k = " + fixed.rank());
        int series = 0;
        for (List<MatrixAnalysis> kind : kinds.values()) {
            List<Spectrum> spectra = spectra(kind);
            int[] indices = indices(spectra);
            double[] xs = Arrays.stream(indices).mapToDouble(i -> i + 1.0).toArray();
            if (spectra.size() > 2)
                plot.band(series, xs, curve(spectra, indices, value, 0.25), curve(spectra, indices, value, 0.75));
            plot.curve(series++, xs, curve(spectra, indices, value, 0.5));
        }
        return plot.toString();
    }

    private static double[] curve(
            List<Spectrum> spectra, int[] indices, ToDoubleBiFunction<Spectrum, Integer> value, double quantile) {
        return Arrays.stream(indices)
                .mapToDouble(i -> quantile(spectra, i, value, quantile))
                .toArray();
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
