// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pictures of a result; what has no figures has no picture. */
final class Pictures {
    private final Map<String, Picture> main = new HashMap<>();
    private final Map<String, Picture> intermediate = new HashMap<>();
    private final List<Picture> others;
    private final List<Metric> metrics;

    Pictures(Outcomes outcomes, Story story) {
        metrics = outcomes.metrics();
        for (Metric m : metrics) {
            story.picture(m).ifPresent(p -> main.put(m.name(), p));
            if (m.attackSuccess()) IntermediatePicture.of(outcomes, m).ifPresent(p -> intermediate.put(m.name(), p));
        }
        others = story.others();
    }

    /** Before and after attacks, or by rank. */
    Optional<Picture> main(Metric metric) {
        return Optional.ofNullable(main.get(metric.name()));
    }

    /** Over the steps of attacks. */
    Optional<Picture> intermediate(Metric metric) {
        return Optional.ofNullable(intermediate.get(metric.name()));
    }

    List<Picture> others() {
        return others;
    }

    List<Picture> all() {
        return Stream.concat(
                        metrics.stream().flatMap(m -> Stream.of(main(m), intermediate(m))
                                .flatMap(Optional::stream)),
                        others.stream())
                .toList();
    }
}
