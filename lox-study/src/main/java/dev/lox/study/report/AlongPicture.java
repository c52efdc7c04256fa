// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Scale;
import dev.lox.draw.Sketch;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A figure over the steps of each attack, a line a variant. */
final class AlongPicture {
    private AlongPicture() {}

    /** None if nothing was measured on the way. */
    static Optional<Picture> of(Outcomes outcomes, Metric metric) {
        Map<String, List<Curve>> curves = new TreeMap<>();
        List<String> attacks = outcomes.attacks().stream()
                .filter(a -> outcomes.has(p -> p.stage() == Stage.ALONG
                        && a.equals(p.attack())
                        && p.figures().containsKey(metric.name())))
                .toList();
        for (String attack : attacks) curves.put(attack, curves(outcomes, metric, attack));
        List<Estimate> all = curves.values().stream()
                .flatMap(List::stream)
                .flatMap(c -> c.estimates().stream())
                .toList();
        if (all.isEmpty()) return Optional.empty();
        Reading up = metric.reading(all);
        List<Sketch> panels = new ArrayList<>();
        for (String attack : attacks) {
            List<Curve> here = curves.getOrDefault(attack, List.of());
            double last = here.stream()
                    .flatMap(c -> c.places().stream())
                    .mapToDouble(p -> p)
                    .max()
                    .orElse(1);
            panels.add(LinePlot.of("Along " + attack, Scale.linear(0, last, ""), "steps", up, here));
        }
        return Optional.of(new Picture(
                Slug.of(metric.name()) + "-along",
                metric.title() + " along the steps",
                List.of(),
                panels,
                List.of("Means over seeds; step 0 is before the attack.")));
    }

    private static List<Curve> curves(Outcomes outcomes, Metric metric, String attack) {
        List<Curve> curves = new ArrayList<>();
        Look.of(outcomes).forEach((variant, look) -> {
            if (!outcomes.isStudied(variant)) return;
            List<Double> places = new ArrayList<>();
            List<Estimate> estimates = new ArrayList<>();
            SortedMap<Long, List<Point>> course = outcomes.course(variant, attack);
            course.forEach((step, points) -> {
                Estimate e = Outcomes.estimate(points, metric);
                if (e == null) return;
                places.add((double) step);
                // Intervals of so many lines would hide them; they are in the table.
                estimates.add(new Estimate(e.value(), null, e.values()));
            });
            if (!places.isEmpty()) curves.add(new Curve(variant, look, places, estimates, true));
        });
        return curves;
    }
}
