// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.eval.results.Interval;
import dev.lox.eval.results.StudentMean;
import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.DotPlot;
import dev.lox.graphics.SeriesStyle;
import dev.lox.study.findings.Figure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation found of one model, or of one for each seed.
 *
 * @param value their mean
 * @param interval of the mean over seeds; where there is one alone, that of its own figure; null if there is none
 * @param values by seed
 */
record Estimate(double value, @Nullable Interval interval, List<Double> values) {
    /** Null if nothing could be judged; figures without a value do not count. */
    static @Nullable Estimate of(List<Figure> figures, boolean share) {
        List<Figure> judged = figures.stream().filter(f -> f.value() != null).toList();
        Estimate mean = ofValues(
                judged.stream().map(f -> Objects.requireNonNull(f.value())).toList());
        if (mean == null) return null;
        if (judged.size() == 1) {
            Double low = judged.get(0).low();
            Double high = judged.get(0).high();
            return low == null || high == null ? mean : new Estimate(mean.value, new Interval(low, high), mean.values);
        }
        Interval wide = mean.interval;
        return wide == null || !share
                ? mean
                : new Estimate(
                        mean.value, new Interval(Math.max(0, wide.low()), Math.min(1, wide.high())), mean.values);
    }

    static @Nullable Estimate ofValues(List<Double> values) {
        return StudentMean.of(values.stream().mapToDouble(v -> v).toArray())
                .map(m -> new Estimate(m.value(), m.interval().orElse(null), values))
                .orElse(null);
    }

    /** The range of all values, and of intervals at most as much again on either side: the wide interval of two seeds must not flatten the chart. */
    static Interval range(List<Estimate> estimates) {
        double[] values = estimates.stream()
                .flatMap(e -> e.values.stream())
                .mapToDouble(v -> v)
                .sorted()
                .toArray();
        double least = values[0];
        double most = values[values.length - 1];
        double span = most > least ? most - least : Double.POSITIVE_INFINITY;
        double low = estimates.stream().mapToDouble(Estimate::low).min().orElseThrow();
        double high = estimates.stream().mapToDouble(Estimate::high).max().orElseThrow();
        return new Interval(Math.min(least, Math.max(low, least - span)), Math.max(most, Math.min(high, most + span)));
    }

    /** As a value of a chart; several seeds are its samples. */
    DotPlot.Dot dot(DotPlot.Form form, SeriesStyle style, Axis axis, String variant, String when) {
        boolean seeds = form == DotPlot.Form.FILLED && values.size() > 1;
        List<DotPlot.Sample> samples = seeds
                ? values.stream()
                        .map(v -> new DotPlot.Sample(
                                v, variant + ": " + axis.text().apply(v)))
                        .toList()
                : List.of();
        String range = interval == null
                ? ""
                : " (" + axis.text().apply(low()) + " to " + axis.text().apply(high()) + ")";
        String mean = values.size() > 1 ? ", mean of " + values.size() + " seeds" : "";
        String tip = variant + ", " + when + ": " + axis.text().apply(value) + range + mean;
        return new DotPlot.Dot(form, style, value, low(), high(), samples, tip);
    }

    Curve.Point point(double x) {
        return new Curve.Point(x, value, low(), high());
    }

    double low() {
        return interval == null ? value : interval.low();
    }

    double high() {
        return interval == null ? value : interval.high();
    }
}
