// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.LinePlot;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.study.findings.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A figure over the steps of each attack, one line for each variant. */
final class IntermediatePicture {
    private IntermediatePicture() {}

    /** Empty if nothing was measured during the attacks. */
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
                .flatMap(c -> c.points().stream())
                .map(p -> new Estimate(p.y(), null, List.of(p.y())))
                .toList();
        if (all.isEmpty()) return Optional.empty();
        Axis up = metric.axis(all);
        List<Panel> panels = new ArrayList<>();
        for (String attack : attacks) {
            List<Curve> here = curves.getOrDefault(attack, List.of());
            double last = here.stream()
                    .flatMap(c -> c.points().stream())
                    .mapToDouble(Curve.Point::x)
                    .max()
                    .orElse(1);
            panels.add(new LinePlot("During " + attack, Axis.of(Scale.linear(0, last, ""), "steps"), up, here));
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
        VariantStyles.of(outcomes).forEach((variant, style) -> {
            if (!outcomes.isStudied(variant)) return;
            List<Curve.Point> course = new ArrayList<>();
            outcomes.course(variant, attack).forEach((step, points) -> {
                Estimate e = Outcomes.estimate(points, metric);
                // Intervals of so many lines would hide them; they are in the table.
                if (e != null) course.add(Curve.Point.of(step, e.value()));
            });
            if (!course.isEmpty()) curves.add(new Curve(variant, style, Curve.Form.MARKED, course));
        });
        return curves;
    }
}
