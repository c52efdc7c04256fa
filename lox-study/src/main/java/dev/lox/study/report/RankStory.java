// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import dev.lox.study.findings.RankFindings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** How few directions carry the alignment. */
record RankStory(Outcomes outcomes, RankFindings findings) implements Story {
    @Override
    public Optional<Picture> picture(Metric metric) {
        Optional<Picture> curve = RankPicture.of(outcomes, metric);
        return curve.isPresent() ? curve : DotPicture.of(outcomes, metric);
    }

    @Override
    public List<Picture> others() {
        return SpectrumPicture.of(findings.spectrum()).stream().toList();
    }

    @Override
    public List<String> verdict() {
        RankFindings.Verdict v = findings.verdict(outcomes.result().headline());
        Double aligned = v.aligned();
        if (aligned == null) return List.of("The effective rank is unknown: the aligned model could not be evaluated.");
        String margin = String.format(Locale.ROOT, "%.0f points", 100 * findings.margin());
        Integer rank = v.rank();
        if (rank != null)
            return List.of("The effective rank is " + (v.missing().isEmpty() ? "" : "at most ") + rank + ": with "
                    + (rank == 1 ? "one direction of each matrix's delta" : rank + " directions of each matrix's delta")
                    + " the attack success rate is " + AttackStory.percent(Objects.requireNonNull(v.asr()))
                    + ", within " + margin + " of the aligned model's " + AttackStory.percent(aligned) + "."
                    + missing(v));
        if (v.above() == 0) return List.of("The effective rank is unknown: no rank could be evaluated.");
        return List.of("The effective rank is above " + v.above() + ": no rank of this study comes within " + margin
                + " of the aligned model's attack success rate, " + AttackStory.percent(aligned) + "." + missing(v));
    }

    private static String missing(RankFindings.Verdict v) {
        if (v.missing().isEmpty()) return "";
        return " There is no result for k = "
                + v.missing().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }
}
