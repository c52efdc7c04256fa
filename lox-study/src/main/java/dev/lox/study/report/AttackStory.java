// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.AttackVerdict;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.IntervalOver;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.UtilityLimits;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import dev.lox.study.findings.WorstCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The first defence of a study beside the aligned model as it is; then the other variants. */
record AttackStory(Outcomes outcomes, AttackFindings findings) implements Story {
    private StudyResult result() {
        return outcomes.result();
    }

    String headline() {
        return result().headline();
    }

    @Override
    public Optional<Picture> picture(Metric metric) {
        return DotPicture.of(outcomes, metric);
    }

    @Override
    public List<Picture> others() {
        return Stream.of(DotPicture.ofSubspace(outcomes), SpectrumPicture.of(findings.spectrum()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<String> verdict() {
        List<String> all = new ArrayList<>();
        Optional<AttackVerdict> verdict = findings.verdict(headline());
        all.add(verdict.map(this::first).orElseGet(this::baselineAlone));
        verdict.ifPresent(v -> {
            for (Difference d : findings.afterAttacks(v.defence(), headline()))
                all.add("After " + d.attack() + ": " + comparison(d) + ".");
            findings.difference(v.defence(), null, headline())
                    .ifPresent(d -> all.add("Before any attack: " + percent(d.value()) + " with " + d.variant() + ", "
                            + percent(d.baseline()) + " without."));
        });
        lowestWorstCase().ifPresent(all::add);
        if (result().hasLimits()) all.add(beyondLimits().orElse("Every variant keeps the utility limits."));
        all.addAll(controls());
        return all;
    }

    private String baselineAlone() {
        List<String> parts = new ArrayList<>();
        for (AttackInfo a : findings.attacks()) {
            OptionalDouble mean = findings.mean(findings.baseline().name(), a.name(), headline());
            if (mean.isPresent()) parts.add(percent(mean.getAsDouble()) + " after " + a.name());
        }
        return parts.isEmpty()
                ? "Nothing can be said: no attack finished."
                : "Attack success rate of the aligned model: " + String.join(", ", parts) + ".";
    }

    private String first(AttackVerdict v) {
        String figures = figures(v.defence());
        if (v.lowerThroughout() && v.limits() == UtilityLimits.KEPT)
            return "With " + v.defence() + " the attack success rate is clearly lower than without, after "
                    + (v.lower().size() == 1
                            ? v.lower().get(0)
                            : "each of the " + v.lower().size() + " attacks")
                    + figures;
        if (v.lowerThroughout())
            return v.defence() + " lowered the attack success rate after every attack"
                    + (v.limits() == UtilityLimits.BROKEN
                            ? ", but cost more utility than the limits of this study allow"
                            : "; whether it keeps the utility limits of this study is not known")
                    + figures;
        List<String> parts = new ArrayList<>();
        if (!v.lower().isEmpty()) parts.add("clearly lower after " + String.join(", ", v.lower()));
        if (!v.higher().isEmpty()) parts.add("clearly higher after " + String.join(", ", v.higher()));
        if (!v.unclear().isEmpty()) parts.add("no clear difference after " + String.join(", ", v.unclear()));
        if (!v.missing().isEmpty()) parts.add("unknown after " + String.join(", ", v.missing()));
        return v.defence() + (v.lower().isEmpty() ? " was not shown to help" : " did not hold throughout")
                + ": attack success rate " + String.join("; ", parts) + figures;
    }

    private String figures(String variant) {
        List<String> parts = findings.afterAttacks(variant, headline()).stream()
                .map(d -> (findings.attacks().size() == 1 ? "" : d.attack() + " ") + percent(d.value()) + " instead of "
                        + percent(d.baseline()) + points(d))
                .toList();
        return parts.isEmpty() ? "." : " (" + String.join("; ", parts) + ").";
    }

    private static String comparison(Difference d) {
        String better =
                d.seeds() == 1 ? "one order of rows" : "lower in " + d.better() + " of " + d.seeds() + " orders";
        String over = d.over() == IntervalOver.SEEDS
                ? "95 % interval over orders of rows"
                : "95 % interval over prompts alone; another order of rows may change more than that";
        return percent(d.value()) + " with " + d.variant() + ", " + percent(d.baseline()) + " without" + points(d)
                + " (" + over + "), " + better;
    }

    private Optional<String> lowestWorstCase() {
        List<WorstCase> within =
                findings.worst().stream().filter(WorstCase::within).toList();
        if (within.size() < 2) return Optional.empty();
        WorstCase least =
                within.stream().min(Comparator.comparingDouble(WorstCase::asr)).orElseThrow();
        return Optional.of("Lowest worst case" + (result().hasLimits() ? " within the utility limits" : "") + ": "
                + least.variant() + ", " + percent(least.asr()) + " (after " + least.attack() + ").");
    }

    /** The variants that are not known to keep the utility limits; none if all are. */
    Optional<String> beyondLimits() {
        List<String> outside = findings.worst().stream()
                .filter(w -> !w.within())
                .map(w -> w.variant() + " (" + String.join("; ", LimitWords.of(result(), w)) + ")")
                .toList();
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of("Outside the utility limits: " + String.join(", ", outside) + ".");
    }

    List<String> controls() {
        List<String> all = new ArrayList<>();
        for (VariantInfo v : findings.of(VariantKind.CONTROL)) {
            List<String> parts = findings.afterAttacks(v.name(), headline()).stream()
                    .map(d -> percent(d.value()) + " after " + d.attack() + points(d))
                    .toList();
            if (!parts.isEmpty())
                all.add("Control (" + v.name() + ", as far but in random directions): " + String.join("; ", parts)
                        + ".");
        }
        return all;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String points(Difference d) {
        return ", " + signed(d.difference()) + " points"
                + (d.low() == null || d.high() == null ? "" : " [" + signed(d.low()) + ", " + signed(d.high()) + "]");
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.0f", 100 * share).replace('-', '−');
    }
}
