// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.eval.results.Interval;
import dev.lox.graphics.Axis;
import dev.lox.graphics.Scale;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.Measure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an evaluation's figures are read: what they are called, which way is better, how they are written. */
record Metric(EvaluationInfo about) {
    private static final Scale WHOLE = new Scale(false, 0, 100, List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), " %");

    String name() {
        return about.name();
    }

    boolean attackSuccess() {
        return about.measure() == Measure.ASR;
    }

    boolean share() {
        return about.measure().isShare();
    }

    String title() {
        String title = about.measure().title();
        boolean same = about.name()
                .replaceAll("[^A-Za-z]", "")
                .equalsIgnoreCase(about.measure().label());
        return same ? title : title + ": " + about.name();
    }

    private String better() {
        return about.measure().isHigherBetter() ? "more is better" : "less is better";
    }

    /** An axis that covers these estimates; for attack success rates always from 0 to 100 %. */
    Axis axis(List<Estimate> estimates) {
        String title = (share() ? about.name() + ", " : about.name() + ", nats a token, ") + better();
        double factor = share() ? 100 : 1;
        if (attackSuccess() || estimates.isEmpty()) return new Axis(WHOLE, factor, title, this::text);
        Interval range = Estimate.range(estimates);
        Scale scale = Scale.linear(factor * range.low(), factor * range.high(), share() ? " %" : "");
        return new Axis(scale, factor, title, this::text);
    }

    /** A dash where there is no figure. */
    String text(@Nullable Double value) {
        return value == null ? "–" : about.measure().text(value);
    }

    String text(@Nullable Estimate estimate) {
        if (estimate == null) return "–";
        return text(estimate.value())
                + (estimate.interval() == null ? "" : " " + interval(estimate.low(), estimate.high()));
    }

    String interval(@Nullable Double low, @Nullable Double high) {
        return low == null || high == null ? "–" : "[" + bare(low) + ", " + bare(high) + "]";
    }

    private String bare(double value) {
        return text(value).replace(" %", "").replace("-", "−");
    }

    /** A difference with its sign, in points or nats. */
    String change(double value) {
        return about.measure().change(value);
    }
}
