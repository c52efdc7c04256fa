// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import dev.lox.study.findings.LandscapeFindings;
import dev.lox.study.findings.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much of the plane through models is safe. */
record LandscapeStory(Outcomes outcomes, LandscapeFindings findings) implements Story {
    @Override
    public Optional<Picture> picture(Metric metric) {
        return Optional.empty();
    }

    @Override
    public List<Picture> others() {
        return SurfacePicture.of(findings.surface(), outcomes.metrics()).stream()
                .toList();
    }

    @Override
    public Map<String, String> tables() {
        return Map.of("landscape.csv", ResultCsv.surface(findings.surface()));
    }

    @Override
    public List<String> verdict() {
        LandscapeFindings.Verdict v = findings.verdict(outcomes.result().headline());
        if (v.points() == 0) return List.of("Nothing can be said: no point could be evaluated.");
        List<String> names = findings.surface().marks().stream().map(Mark::name).toList();
        return List.of("Of " + v.points() + " points of the plane through " + String.join(", ", names) + ", "
                + v.safe() + " have an attack success rate of at most "
                + AttackStory.percent(LandscapeFindings.SAFE) + "; the highest is "
                + AttackStory.percent(v.highest()) + ".");
    }
}
