// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.LinePlot;
import dev.lox.graphics.Marker;
import dev.lox.graphics.Paint;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.study.findings.VariantInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Figures of models that have so many directions of the delta, over their number; other models are levels beside them. */
final class RankPicture {
    private RankPicture() {}

    /** None unless two ranks have a figure. */
    static Optional<Picture> of(Outcomes outcomes, Metric metric) {
        SortedMap<Integer, Estimate> ranks = new TreeMap<>();
        Map<String, Estimate> levels = new LinkedHashMap<>();
        for (VariantInfo variant : outcomes.result().findings().variants()) {
            Estimate e = Outcomes.estimate(outcomes.before(variant.name()), metric);
            if (e == null) continue;
            Integer rank = variant.rank();
            if (rank == null || rank == 0) levels.put(variant.name(), e);
            else ranks.put(rank, e);
        }
        if (ranks.size() < 2) return Optional.empty();
        List<Double> places = ranks.keySet().stream().map(Integer::doubleValue).toList();
        List<Estimate> all = new ArrayList<>(ranks.values());
        all.addAll(levels.values());
        double first = places.get(0);
        double last = places.get(places.size() - 1);
        List<Curve> curves = new ArrayList<>();
        int series = 1;
        for (Map.Entry<String, Estimate> level : levels.entrySet())
            curves.add(new Curve(
                    level.getKey(),
                    new SeriesStyle(Marker.DISC, Paint.series(series++), true),
                    Curve.Form.LINE,
                    List.of(level.getValue().point(first), level.getValue().point(last))));
        List<Curve.Point> points = new ArrayList<>();
        ranks.forEach((rank, estimate) -> points.add(estimate.point(rank)));
        curves.add(new Curve("rank k", SeriesStyle.of(0), Curve.Form.MARKED, points));
        LinePlot panel = new LinePlot(
                metric.title(),
                Axis.of(new Scale(true, first, last, places, ""), "directions k of the delta that are kept"),
                metric.axis(all),
                curves);
        return Optional.of(new Picture(
                Slug.of(metric.name()) + "-rank",
                metric.title() + " by rank",
                List.of(),
                List.of(panel),
                List.of("Upright lines are 95 % intervals, dashed lines whole models.")));
    }
}
