// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.eval.results.Interval;
import dev.lox.eval.results.PairedDifference;
import dev.lox.eval.results.StudentMean;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.IntervalOver;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.UnkeptLimit;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.WorstCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the variants with the baseline, after the same attack with the same order of rows. */
final class AttackComparison {
    /** Tolerance for rounding: in floating point, 0.3 − 0.2 differs from 0.1. */
    private static final double ROUNDING = 1e-9;

    private final String baseline;
    private final List<Trial> trials;
    private final List<Point> points;
    private final List<Evaluation> evaluations;
    private final CellStore store;
    private final List<Difference> differences = new ArrayList<>();
    private final List<WorstCase> worst = new ArrayList<>();

    AttackComparison(
            List<VariantInfo> variants,
            List<AttackInfo> attacks,
            List<Trial> trials,
            List<Point> points,
            List<Evaluation> evaluations,
            CellStore store)
            throws IOException {
        this.baseline = variants.get(0).name();
        this.trials = trials;
        this.points = points;
        this.evaluations = evaluations;
        this.store = store;
        for (VariantInfo v : variants.subList(1, variants.size())) {
            for (Evaluation e : evaluations) compare(v.name(), null, e);
            for (AttackInfo a : attacks) for (Evaluation e : evaluations) compare(v.name(), a.name(), e);
        }
        for (VariantInfo v : variants) worstOf(v.name(), attacks).ifPresent(worst::add);
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    List<WorstCase> worst() {
        return List.copyOf(worst);
    }

    /** Values by seed; before any attack there is one value, with seed 0. */
    private Map<Long, Double> values(String variant, @Nullable String attack, Evaluation evaluation) {
        Map<Long, Double> values = new TreeMap<>();
        for (Point p : points) {
            if (p.stage() == Stage.ALONG || !p.variant().equals(variant) || !Objects.equals(p.attack(), attack))
                continue;
            Figure figure = p.figures().get(evaluation.name());
            if (figure != null && figure.value() != null) values.put(p.seed() == null ? 0 : p.seed(), figure.value());
        }
        return values;
    }

    private void compare(String variant, @Nullable String attack, Evaluation e) throws IOException {
        Map<Long, Double> ours = values(variant, attack, e);
        Map<Long, Double> theirs = values(baseline, attack, e);
        List<Long> seeds = ours.keySet().stream().filter(theirs::containsKey).toList();
        if (seeds.isEmpty()) return;
        double[] differ = seeds.stream()
                .mapToDouble(s -> valueOf(ours, s) - valueOf(theirs, s))
                .toArray();
        StudentMean mean = StudentMean.of(differ).orElseThrow();
        Optional<Interval> interval =
                seeds.size() > 1 ? mean.interval() : overPrompts(variant, attack, seeds.get(0), e);
        int better = 0;
        for (double d : differ) if (e.measure().worseningOf(d) < 0) better++;
        differences.add(new Difference(
                attack,
                variant,
                e.name(),
                seeds.size(),
                seeds.stream().mapToDouble(s -> valueOf(theirs, s)).average().orElseThrow(),
                seeds.stream().mapToDouble(s -> valueOf(ours, s)).average().orElseThrow(),
                mean.value(),
                interval.map(i -> (Double) within(e, i.low())).orElse(null),
                interval.map(i -> (Double) within(e, i.high())).orElse(null),
                better,
                seeds.size() > 1 ? IntervalOver.SEEDS : IntervalOver.PROMPTS));
    }

    /** Clips an interval of shares to differences of at most 1. */
    private static double within(Evaluation e, double difference) {
        return e.measure().isShare() ? Math.max(-1, Math.min(1, difference)) : difference;
    }

    private static double valueOf(Map<Long, Double> values, long seed) {
        return Objects.requireNonNull(values.get(seed));
    }

    private Optional<Interval> overPrompts(String variant, @Nullable String attack, long seed, Evaluation e)
            throws IOException {
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
        for (Trial t : trials) if (t.is(variant, attack, seed)) return t.outcomes(e.name(), store);
        return List.of();
    }

    private Optional<WorstCase> worstOf(String variant, List<AttackInfo> attacks) {
        Optional<WorstCase> found = Optional.empty();
        Evaluation headline = Evaluation.headline(evaluations);
        List<UnkeptLimit> unkept = unkept(variant);
        for (AttackInfo a : attacks) {
            OptionalDouble asr = values(variant, a.name(), headline).values().stream()
                    .mapToDouble(v -> v)
                    .average();
            if (asr.isPresent()
                    && (found.isEmpty() || asr.getAsDouble() > found.get().asr()))
                found = Optional.of(new WorstCase(variant, a.name(), asr.getAsDouble(), unkept));
        }
        return found;
    }

    /** Utility limits that a variant exceeds, before or after any attack, then those that could not be measured. */
    private List<UnkeptLimit> unkept(String variant) {
        List<UnkeptLimit> broken = new ArrayList<>();
        List<UnkeptLimit> unmeasured = new ArrayList<>();
        for (Evaluation e : evaluations) {
            Double bound = e.info().bound();
            if (bound == null || variant.equals(baseline)) continue;
            Set<Optional<String>> compared = new LinkedHashSet<>();
            for (Difference d : differences) {
                if (!d.variant().equals(variant) || !d.evaluation().equals(e.name())) continue;
                compared.add(Optional.ofNullable(d.attack()));
                double worse = e.measure().worseningOf(d.difference());
                if (worse > bound + ROUNDING) broken.add(new UnkeptLimit(e.name(), d.attack(), worse));
            }
            trials.stream()
                    .filter(t -> t.variant().equals(variant) && t.stage() != Stage.ALONG)
                    .map(t -> Optional.ofNullable(t.attack()))
                    .distinct()
                    .filter(a -> !compared.contains(a))
                    .forEach(a -> unmeasured.add(new UnkeptLimit(e.name(), a.orElse(null), null)));
        }
        broken.addAll(unmeasured);
        return broken;
    }
}
