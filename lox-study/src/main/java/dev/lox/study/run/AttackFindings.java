// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.eval.measure.Interval;
import dev.lox.eval.measure.PairedDifference;
import dev.lox.eval.measure.StudentMean;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.Difference;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.result.Worst;
import dev.lox.study.spec.AttackPlan;
import dev.lox.study.spec.AttackSpec;
import dev.lox.study.spec.VariantSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Variants beside the baseline: after the same attack and with the same order of rows. */
final class AttackFindings {
    /** Of a difference of shares: 0.3 − 0.2 is more than 0.1. */
    private static final double ROUNDING = 1e-9;

    private final AttackSpec spec;
    private final List<Arm> arms;
    private final List<Point> points;
    private final List<Evaluation> evaluations;
    private final CellStore store;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Worst> worst = new ArrayList<>();

    AttackFindings(AttackSpec spec, List<Arm> arms, List<Point> points, List<Evaluation> evaluations, CellStore store)
            throws IOException {
        this.spec = spec;
        this.arms = arms;
        this.points = points;
        this.evaluations = evaluations;
        this.store = store;
        for (VariantSpec v : spec.variants().subList(1, spec.variants().size())) {
            for (Evaluation e : evaluations) compare(v.name(), null, e);
            for (AttackPlan a : spec.attacks()) for (Evaluation e : evaluations) compare(v.name(), a.name(), e);
        }
        for (VariantSpec v : spec.variants()) worstOf(v.name()).ifPresent(worst::add);
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    List<Worst> worst() {
        return List.copyOf(worst);
    }

    /** The evaluation whose ASR is the headline. */
    Evaluation headline() {
        return evaluations.stream().filter(Evaluation::isAsr).findFirst().orElseThrow();
    }

    /** A variant beside the baseline, if both were looked at. */
    Optional<Difference> difference(String variant, @Nullable String attack, Evaluation evaluation) {
        return differences.stream()
                .filter(d -> d.variant().equals(variant)
                        && Objects.equals(d.attack(), attack)
                        && d.evaluation().equals(evaluation.about().name()))
                .findFirst();
    }

    /** Mean over seeds of what was found after an attack (before any, if null); none if nothing was. */
    OptionalDouble mean(String variant, @Nullable String attack, Evaluation evaluation) {
        return values(variant, attack, evaluation).values().stream()
                .mapToDouble(v -> v)
                .average();
    }

    /** By seed; before any attack the only one has seed 0. */
    private Map<Long, Double> values(String variant, @Nullable String attack, Evaluation evaluation) {
        Map<Long, Double> values = new TreeMap<>();
        for (Point p : points) {
            if (p.stage() == Stage.ALONG || !p.variant().equals(variant) || !Objects.equals(p.attack(), attack))
                continue;
            Figure figure = p.figures().get(evaluation.about().name());
            if (figure != null && figure.value() != null) values.put(p.seed() == null ? 0 : p.seed(), figure.value());
        }
        return values;
    }

    private void compare(String variant, @Nullable String attack, Evaluation e) throws IOException {
        String baseline = spec.variants().get(0).name();
        Map<Long, Double> ours = values(variant, attack, e);
        Map<Long, Double> theirs = values(baseline, attack, e);
        List<Long> seeds = ours.keySet().stream().filter(theirs::containsKey).toList();
        if (seeds.isEmpty()) return;
        double[] differ = seeds.stream()
                .mapToDouble(s -> valueOf(ours, s) - valueOf(theirs, s))
                .toArray();
        StudentMean mean = StudentMean.of(differ).orElseThrow();
        Optional<Interval> interval =
                seeds.size() > 1 ? mean.interval() : overPrompts(baseline, variant, attack, seeds.get(0), e);
        int better = 0;
        for (double d : differ) if (e.isHigherBetter() ? d > 0 : d < 0) better++;
        differences.add(new Difference(
                attack,
                variant,
                e.about().name(),
                seeds.size(),
                seeds.stream().mapToDouble(s -> valueOf(theirs, s)).average().orElseThrow(),
                seeds.stream().mapToDouble(s -> valueOf(ours, s)).average().orElseThrow(),
                mean.value(),
                interval.map(i -> (Double) within(e, i.low())).orElse(null),
                interval.map(i -> (Double) within(e, i.high())).orElse(null),
                better,
                seeds.size() > 1 ? "seeds" : "prompts"));
    }

    /** Shares differ by 1 at most, whatever a distribution's tails say. */
    private static double within(Evaluation e, double difference) {
        return e.isShare() ? Math.max(-1, Math.min(1, difference)) : difference;
    }

    private static double valueOf(Map<Long, Double> values, long seed) {
        return Objects.requireNonNull(values.get(seed));
    }

    private Optional<Interval> overPrompts(
            String baseline, String variant, @Nullable String attack, long seed, Evaluation e) throws IOException {
        List<Optional<Boolean>> first = outcomes(baseline, attack, seed, e);
        List<Optional<Boolean>> second = outcomes(variant, attack, seed, e);
        long[] counts = new long[4];
        for (int i = 0; i < Math.min(first.size(), second.size()); i++)
            if (first.get(i).isPresent() && second.get(i).isPresent())
                counts[(first.get(i).get() ? 0 : 2) + (second.get(i).get() ? 0 : 1)]++;
        return new PairedDifference(counts[0], counts[1], counts[2], counts[3]).interval();
    }

    private List<Optional<Boolean>> outcomes(String variant, @Nullable String attack, long seed, Evaluation e)
            throws IOException {
        for (Arm arm : arms)
            if (arm.stage() != Stage.ALONG
                    && arm.variant().equals(variant)
                    && Objects.equals(arm.attack(), attack)
                    && (arm.seed() == null || arm.seed() == seed))
                return arm.outcomes(e.about().name(), store);
        return List.of();
    }

    private Optional<Worst> worstOf(String variant) {
        Optional<Worst> found = Optional.empty();
        List<String> reasons = new ArrayList<>(broken(variant));
        reasons.addAll(unknown(variant));
        for (AttackPlan a : spec.attacks()) {
            OptionalDouble asr = mean(variant, a.name(), headline());
            if (asr.isPresent()
                    && (found.isEmpty() || asr.getAsDouble() > found.get().asr()))
                found = Optional.of(new Worst(variant, a.name(), asr.getAsDouble(), reasons.isEmpty(), reasons));
        }
        return found;
    }

    /** Bounds on utility of which it is unknown whether a variant keeps them, for something failed. */
    private List<String> unknown(String variant) {
        if (variant.equals(spec.variants().get(0).name())) return List.of();
        List<String> reasons = new ArrayList<>();
        for (Evaluation e : evaluations)
            if (e.about().bound() != null)
                arms.stream()
                        .filter(a -> a.variant().equals(variant) && a.stage() != Stage.ALONG)
                        .map(a -> Optional.ofNullable(a.attack()))
                        .distinct()
                        .filter(a -> difference(variant, a.orElse(null), e).isEmpty())
                        .forEach(a -> reasons.add(e.about().name() + " " + when(a.orElse(null)) + ": unknown"));
        return reasons;
    }

    private static String when(@Nullable String attack) {
        return attack == null ? "before any attack" : "after " + attack;
    }

    /** Bounds on utility that a variant does not keep, before or after any attack. */
    List<String> broken(String variant) {
        List<String> reasons = new ArrayList<>();
        for (Evaluation e : evaluations) {
            Double bound = e.about().bound();
            if (bound == null) continue;
            for (Difference d : differences) {
                if (!d.variant().equals(variant)
                        || !d.evaluation().equals(e.about().name())) continue;
                double worse = e.isHigherBetter() ? -d.difference() : d.difference();
                if (worse <= bound + ROUNDING) continue;
                reasons.add(String.format(
                        Locale.ROOT,
                        "%s %s: worse than %s by %s, bound %s",
                        d.evaluation(),
                        when(d.attack()),
                        spec.variants().get(0).name(),
                        amount(e, worse),
                        amount(e, bound)));
            }
        }
        return reasons;
    }

    /** Shares in points, losses in nats. */
    static String amount(Evaluation e, double value) {
        return e.isShare()
                ? String.format(Locale.ROOT, "%.1f points", 100 * value)
                : String.format(Locale.ROOT, "%.2f nats", value);
    }
}
