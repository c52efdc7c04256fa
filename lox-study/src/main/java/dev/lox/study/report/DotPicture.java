// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Pen;
import dev.lox.draw.Sketch;
import dev.lox.study.result.Point;
import dev.lox.study.result.VariantAbout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures of all variants before and after each attack: a panel an attack. */
final class DotPicture {
    private final Outcomes outcomes;
    private final Map<String, Look> looks;
    private final Function<List<Point>, @Nullable Estimate> estimate;

    private DotPicture(Outcomes outcomes, Function<List<Point>, @Nullable Estimate> estimate) {
        this.outcomes = outcomes;
        this.looks = Look.of(outcomes);
        this.estimate = estimate;
    }

    /** None if no point has the figure. */
    static Optional<Picture> of(Outcomes outcomes, Metric metric) {
        DotPicture picture = new DotPicture(outcomes, points -> Outcomes.estimate(points, metric));
        return picture.draw(Slug.of(metric.name()), metric.title(), metric::reading);
    }

    /** What is left of the safety subspace. */
    static Optional<Picture> ofSubspace(Outcomes outcomes) {
        DotPicture picture = new DotPicture(outcomes, Outcomes::subspace);
        return picture.draw("subspace", "What is left of the safety subspace", RatioReading::of);
    }

    private Optional<Picture> draw(String name, String title, Function<List<Estimate>, Reading> reading) {
        List<Estimate> all = all();
        if (all.isEmpty()) return Optional.empty();
        Reading axis = reading.apply(all);
        List<Sketch> panels = new ArrayList<>();
        for (String attack : outcomes.attacks()) {
            Optional<Double> reference = outcomes.baseline()
                    .map(b -> estimate.apply(outcomes.after(b, attack)))
                    .map(Estimate::value);
            panels.add(DotPlot.of("After " + attack, axis, rows(attack), reference.orElse(null)));
        }
        if (panels.isEmpty()) panels.add(DotPlot.of("Before any attack", axis, rows(null), null));
        boolean seeds = all.stream().anyMatch(e -> e.values().size() > 1);
        boolean before = looks.keySet().stream().anyMatch(v -> estimate.apply(outcomes.before(v)) != null);
        List<String> notes = seeds && before
                ? List.of("Intervals before the attack cover the choice of prompts, those after it the seeds.")
                : List.of();
        return Optional.of(new Picture(name, title, legend(seeds, before), panels, notes));
    }

    private List<DotPlot.Row> rows(@Nullable String attack) {
        List<DotPlot.Row> rows = new ArrayList<>();
        looks.forEach((variant, look) -> {
            // What was looked at for comparison alone was not attacked, so that nothing is missing there.
            if (attack == null || outcomes.isStudied(variant))
                rows.add(new DotPlot.Row(
                        variant,
                        look,
                        estimate.apply(outcomes.before(variant)),
                        attack == null ? null : estimate.apply(outcomes.after(variant, attack)),
                        attack != null));
        });
        return rows;
    }

    private List<Estimate> all() {
        List<@Nullable Estimate> all = new ArrayList<>();
        for (String variant : looks.keySet()) {
            all.add(estimate.apply(outcomes.before(variant)));
            for (String attack : outcomes.attacks()) all.add(estimate.apply(outcomes.after(variant, attack)));
        }
        return all.stream().filter(Objects::nonNull).toList();
    }

    private List<Key> legend(boolean seeds, boolean before) {
        List<Key> keys = new ArrayList<>();
        List<String> kinds =
                outcomes.result().variants().stream().map(VariantAbout::kind).toList();
        boolean attacked = !outcomes.attacks().isEmpty();
        if (kinds.contains("baseline")) keys.add(Key.mark(Mark.SQUARE, Paint.INK, "baseline"));
        if (kinds.contains("defence")) keys.add(Key.mark(Mark.DISC, Paint.SOFT, "defence"));
        if (kinds.contains("control")) keys.add(Key.mark(Mark.TRIANGLE, Paint.SOFT, "control"));
        if (before)
            keys.add(Key.hollow(
                    Mark.DISC, Paint.SOFT, attacked ? "hollow: before the attack" : "hollow: before any attack"));
        if (attacked) {
            keys.add(Key.mark(Mark.DISC, Paint.SOFT, seeds ? "filled: mean after it" : "filled: after it"));
            if (seeds) keys.add(Key.dot(Paint.SOFT, "one seed"));
        }
        keys.add(Key.line(Pen.of(Paint.SOFT, 2), "95 % interval"));
        if (attacked && kinds.contains("baseline"))
            keys.add(Key.upright(new Pen(Paint.INK, 1.2, true), "the baseline after it"));
        return keys;
    }
}
