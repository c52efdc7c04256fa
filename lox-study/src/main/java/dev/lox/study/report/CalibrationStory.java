// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import dev.lox.study.findings.CalibrationFindings;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.WorstCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which candidate to take, and why. */
record CalibrationStory(AttackStory attacks, CalibrationFindings findings) implements Story {
    @Override
    public Optional<Picture> picture(Metric metric) {
        return attacks.picture(metric);
    }

    @Override
    public List<Picture> others() {
        return attacks.others();
    }

    @Override
    public List<String> verdict() {
        List<String> all = new ArrayList<>();
        all.add(findings.recommended(attacks.headline())
                .map(this::recommendation)
                .orElseGet(this::none));
        attacks.beyondLimits().ifPresent(all::add);
        all.addAll(attacks.controls());
        return all;
    }

    private String recommendation(WorstCase best) {
        String made = findings.variants().stream()
                .filter(v -> v.name().equals(best.variant()))
                .map(VariantInfo::words)
                .findFirst()
                .orElse("");
        String baseline = findings.candidates().baseline().name();
        double without = findings.candidates().worst(baseline).orElse(best).asr();
        StringBuilder words = new StringBuilder("Take " + best.variant() + " (" + made + "): its worst case is "
                + AttackStory.percent(best.asr()) + " after " + best.attack() + ", beside "
                + AttackStory.percent(without) + " without hardening");
        for (Difference d : findings.candidates().afterAttacks(best.variant(), attacks.headline()))
            words.append("; after ")
                    .append(d.attack())
                    .append(String.format(
                                    Locale.ROOT,
                                    " %+.0f points [%+.0f, %+.0f]",
                                    100 * d.difference(),
                                    100 * (d.low() == null ? Double.NaN : d.low()),
                                    100 * (d.high() == null ? Double.NaN : d.high()))
                            .replace('-', '−'));
        return words.append(". Proxy attacks stand in for what will be done to the model; other data may do more.")
                .toString();
    }

    private String none() {
        int count = findings.variants().size() - 1;
        return "None of the " + count + (count == 1 ? " candidate" : " candidates")
                + " is clearly better than no hardening within the utility limits. More orders of rows narrow the"
                + " intervals; another alignment may leave more to extrapolate.";
    }
}
