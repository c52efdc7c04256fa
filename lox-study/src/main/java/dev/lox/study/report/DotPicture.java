// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Axis;
import dev.lox.graphics.DotPlot;
import dev.lox.graphics.LegendEntry;
import dev.lox.graphics.Marker;
import dev.lox.graphics.Paint;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Pen;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A figure of all variants before and after each attack, one chart for each attack. */
final class DotPicture {
    private final Outcomes outcomes;
    private final Map<String, SeriesStyle> styles;
    private final Function<List<Point>, @Nullable Estimate> estimate;

    private DotPicture(Outcomes outcomes, Function<List<Point>, @Nullable Estimate> estimate) {
        this.outcomes = outcomes;
        this.styles = VariantStyles.of(outcomes);
        this.estimate = estimate;
    }

    /** Empty if no point has the figure. */
    static Optional<Picture> of(Outcomes outcomes, Metric metric) {
        DotPicture picture = new DotPicture(outcomes, points -> Outcomes.estimate(points, metric));
        return picture.draw(Slug.of(metric.name()), metric.title(), metric::axis);
    }

    /** What is left of the safety subspace. */
    static Optional<Picture> ofSubspace(Outcomes outcomes) {
        DotPicture picture = new DotPicture(outcomes, Outcomes::subspace);
        return picture.draw("subspace", "What is left of the safety subspace", DotPicture::ratio);
    }

    private Optional<Picture> draw(String name, String title, Function<List<Estimate>, Axis> axisOf) {
        List<Estimate> all = all();
        if (all.isEmpty()) return Optional.empty();
        Axis axis = axisOf.apply(all);
        List<Panel> panels = new ArrayList<>();
        for (String attack : outcomes.attacks()) {
            Optional<Double> reference = outcomes.baseline()
                    .map(b -> estimate.apply(outcomes.after(b, attack)))
                    .map(Estimate::value);
            panels.add(new DotPlot("After " + attack, axis, rows(axis, attack), reference.orElse(null)));
        }
        if (panels.isEmpty()) panels.add(new DotPlot("Before any attack", axis, rows(axis, null), null));
        boolean seeds = all.stream().anyMatch(e -> e.values().size() > 1);
        boolean before = styles.keySet().stream().anyMatch(v -> estimate.apply(outcomes.before(v)) != null);
        List<String> notes = seeds && before
                ? List.of("Intervals before the attack cover the choice of prompts, those after it the seeds.")
                : List.of();
        return Optional.of(new Picture(name, title, legend(seeds, before), panels, notes));
    }

    /** From nothing left of the subspace to all of it, or more. */
    private static Axis ratio(List<Estimate> estimates) {
        double most = Estimate.range(estimates).high();
        return new Axis(
                Scale.linear(0, Math.max(1, most), ""),
                1,
                "R_ft / R_align; 1 means that all of it is left",
                v -> String.format(Locale.ROOT, "%.3f", v));
    }

    private List<DotPlot.Row> rows(Axis axis, @Nullable String attack) {
        List<DotPlot.Row> rows = new ArrayList<>();
        styles.forEach((variant, style) -> {
            // Models that are there for comparison only were not attacked: nothing is missing.
            if (attack != null && !outcomes.isStudied(variant)) return;
            Estimate before = estimate.apply(outcomes.before(variant));
            Estimate after = attack == null ? null : estimate.apply(outcomes.after(variant, attack));
            List<DotPlot.Dot> dots = new ArrayList<>();
            if (before != null) dots.add(before.dot(DotPlot.Form.HOLLOW, style, axis, variant, "before"));
            if (after != null) dots.add(after.dot(DotPlot.Form.FILLED, style, axis, variant, "after"));
            Estimate last = attack == null ? before : after;
            rows.add(new DotPlot.Row(
                    variant, dots, last == null ? "missing" : axis.text().apply(last.value())));
        });
        return rows;
    }

    private List<Estimate> all() {
        List<@Nullable Estimate> all = new ArrayList<>();
        for (String variant : styles.keySet()) {
            all.add(estimate.apply(outcomes.before(variant)));
            for (String attack : outcomes.attacks()) all.add(estimate.apply(outcomes.after(variant, attack)));
        }
        return all.stream().filter(Objects::nonNull).toList();
    }

    private List<LegendEntry> legend(boolean seeds, boolean before) {
        List<LegendEntry> keys = new ArrayList<>();
        List<VariantKind> kinds = outcomes.result().findings().variants().stream()
                .map(VariantInfo::kind)
                .toList();
        boolean attacked = !outcomes.attacks().isEmpty();
        if (kinds.contains(VariantKind.BASELINE)) keys.add(LegendEntry.marker(Marker.SQUARE, Paint.INK, "baseline"));
        if (kinds.contains(VariantKind.DEFENCE)) keys.add(LegendEntry.marker(Marker.DISC, Paint.SOFT, "defence"));
        if (kinds.contains(VariantKind.CONTROL)) keys.add(LegendEntry.marker(Marker.TRIANGLE, Paint.SOFT, "control"));
        if (before)
            keys.add(LegendEntry.hollow(
                    Marker.DISC, Paint.SOFT, attacked ? "hollow: before the attack" : "hollow: before any attack"));
        if (attacked) {
            keys.add(LegendEntry.marker(Marker.DISC, Paint.SOFT, seeds ? "filled: mean after it" : "filled: after it"));
            if (seeds) keys.add(LegendEntry.dot(Paint.SOFT, "one seed"));
        }
        keys.add(LegendEntry.line(Pen.of(Paint.SOFT, 2), "95 % interval"));
        if (attacked && kinds.contains(VariantKind.BASELINE))
            keys.add(LegendEntry.upright(new Pen(Paint.INK, 1.2, true), "the baseline after it"));
        return keys;
    }
}
