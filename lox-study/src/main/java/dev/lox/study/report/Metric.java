// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Scale;
import dev.lox.eval.measure.Interval;
import dev.lox.study.result.EvaluationAbout;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an evaluation's figures are read: what they are called, which way is better, how they are written. */
record Metric(EvaluationAbout about) {
    /** Of worst cases, whichever evaluation they are taken from. */
    static final Metric ASR = new Metric(new EvaluationAbout("asr", "asr", null, null, ""));

    private static final Scale WHOLE = new Scale(false, 0, 100, List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), " %");

    String name() {
        return about.name();
    }

    boolean attackSuccess() {
        return about.measure().equals("asr");
    }

    boolean share() {
        return !about.measure().equals("loss");
    }

    String title() {
        String title =
                switch (about.measure()) {
                    case "asr" -> "Attack success rate";
                    case "overrefusal" -> "Over-refusal";
                    case "accuracy" -> "Accuracy";
                    case "loss" -> "Loss";
                    default -> about.measure();
                };
        boolean same = about.name().replaceAll("[^A-Za-z]", "").equalsIgnoreCase(about.measure());
        return same ? title : title + ": " + about.name();
    }

    private String better() {
        return about.measure().equals("accuracy") ? "more is better" : "less is better";
    }

    /** The axis over which these lie; attack success rates always have the whole of it. */
    Reading reading(List<Estimate> estimates) {
        String axis = (share() ? about.name() + ", " : about.name() + ", nats a token, ") + better();
        double factor = share() ? 100 : 1;
        if (attackSuccess() || estimates.isEmpty()) return new Reading(WHOLE, factor, axis, this::text);
        Interval range = Estimate.range(estimates);
        Scale scale = Scale.linear(factor * range.low(), factor * range.high(), share() ? " %" : "");
        return new Reading(scale, factor, axis, this::text);
    }

    /** A dash where there is no figure. */
    String text(@Nullable Double value) {
        if (value == null) return "–";
        return share() ? String.format(Locale.ROOT, "%.1f %%", 100 * value) : String.format(Locale.ROOT, "%.3f", value);
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

    /** The size of a difference. */
    String amount(double value) {
        return share()
                ? String.format(Locale.ROOT, "%.1f points", 100 * value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    /** A difference, with its sign; of shares in points, hundredths. */
    String change(double value) {
        String size =
                share() ? String.format(Locale.ROOT, "%+.1f", 100 * value) : String.format(Locale.ROOT, "%+.3f", value);
        return size.replace("-", "−");
    }
}
