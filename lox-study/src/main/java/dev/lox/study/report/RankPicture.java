// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Scale;
import dev.lox.draw.Sketch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures of models that have so many directions of the delta, over their number; other models are levels beside them. */
final class RankPicture {
    private static final Pattern RANKED = Pattern.compile("k\\s*=\\s*(\\d{1,9})");

    private RankPicture() {}

    /** None unless several variants are named for their rank. */
    static Optional<Picture> of(Outcomes outcomes, Metric metric) {
        SortedMap<Integer, Estimate> ranks = new TreeMap<>();
        Map<String, Estimate> levels = new LinkedHashMap<>();
        for (String variant : outcomes.variants()) {
            Estimate e = Outcomes.estimate(outcomes.before(variant), metric);
            if (e == null) continue;
            Matcher ranked = RANKED.matcher(variant);
            if (ranked.matches()) ranks.put(Integer.parseInt(ranked.group(1)), e);
            else levels.put(variant, e);
        }
        ranks.remove(0);
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
                    new Look(Mark.DISC, Paint.series(series++), true),
                    List.of(first, last),
                    List.of(level.getValue(), level.getValue()),
                    false));
        curves.add(new Curve(
                "rank k", new Look(Mark.DISC, Paint.series(0), false), places, List.copyOf(ranks.values()), true));
        Sketch panel = LinePlot.of(
                metric.title(),
                new Scale(true, first, last, places, ""),
                "directions k of the delta that are kept",
                metric.reading(all),
                curves);
        return Optional.of(new Picture(
                Slug.of(metric.name()) + "-rank",
                metric.title() + " by rank",
                List.of(),
                List.of(panel),
                List.of("Upright lines are 95 % intervals, dashed lines whole models.")));
    }
}
