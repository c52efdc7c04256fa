// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.result.Surface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pictures of a result; what there is no figure for has none. */
final class Pictures {
    private final Map<String, Picture> before = new HashMap<>();
    private final Map<String, Picture> along = new HashMap<>();
    private final List<Picture> others = new ArrayList<>();
    private final List<Metric> metrics;

    Pictures(Outcomes outcomes) {
        metrics = outcomes.metrics();
        Surface surface = outcomes.result().surface();
        for (Metric m : metrics) {
            Optional<Picture> ranks = RankPicture.of(outcomes, m);
            // Over the rank a curve says more than a row for each.
            (ranks.isPresent() && outcomes.attacks().isEmpty() ? ranks : DotPicture.of(outcomes, m))
                    .ifPresent(p -> before.put(m.name(), p));
            if (m.attackSuccess()) AlongPicture.of(outcomes, m).ifPresent(p -> along.put(m.name(), p));
        }
        if (surface != null) SurfacePicture.of(surface, metrics).ifPresent(others::add);
        DotPicture.ofSubspace(outcomes).ifPresent(others::add);
        SpectrumPicture.of(outcomes.result().spectrum()).ifPresent(others::add);
    }

    /** Before and after attacks, or by rank. */
    Optional<Picture> beside(Metric metric) {
        return Optional.ofNullable(before.get(metric.name()));
    }

    Optional<Picture> along(Metric metric) {
        return Optional.ofNullable(along.get(metric.name()));
    }

    List<Picture> others() {
        return others;
    }

    List<Picture> all() {
        return Stream.concat(
                        metrics.stream()
                                .flatMap(m -> Stream.of(beside(m), along(m)).flatMap(Optional::stream)),
                        others.stream())
                .toList();
    }
}
