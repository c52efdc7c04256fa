// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.Subspace;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result's points, found by what they are of. */
record Outcomes(StudyResult result) {
    List<Metric> metrics() {
        return result.evaluations().stream().map(Metric::new).toList();
    }

    /** In the study's order; what points alone speak of stands at the end. */
    Set<String> variants() {
        Set<String> names = result.findings().variants().stream()
                .map(VariantInfo::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        result.findings().points().forEach(p -> names.add(p.variant()));
        return names;
    }

    /** Whether it is one of the study's variants, and not a model that is there for comparison. */
    boolean isStudied(String variant) {
        return result.findings().variants().stream().anyMatch(v -> v.name().equals(variant));
    }

    /** Those that came to an end with any variant and seed. */
    List<String> attacks() {
        return result.findings().attacks().stream()
                .map(AttackInfo::name)
                .filter(a -> result.findings().points().stream()
                        .anyMatch(p -> p.stage() == Stage.AFTER && a.equals(p.attack())))
                .toList();
    }

    Optional<String> baseline() {
        return result.findings().variants().stream()
                .filter(v -> v.kind() == VariantKind.BASELINE)
                .map(VariantInfo::name)
                .findFirst();
    }

    /** Whether the defence does what it should; none where that is not asked or cannot be said. */
    Optional<Boolean> holds() {
        return result.findings().holds(result.headline());
    }

    static String words(boolean holds) {
        return holds ? "The defence holds." : "The defence does not hold.";
    }

    List<Point> before(String variant) {
        return points(p -> p.stage() == Stage.BEFORE && p.variant().equals(variant));
    }

    List<Point> after(String variant, String attack) {
        return points(p -> p.stage() == Stage.AFTER && p.variant().equals(variant) && attack.equals(p.attack()));
    }

    /** From before the attack, at step 0, to its end, by step. */
    SortedMap<Long, List<Point>> course(String variant, String attack) {
        SortedMap<Long, List<Point>> course = new TreeMap<>(
                points(p -> p.stage() != Stage.BEFORE && p.variant().equals(variant) && attack.equals(p.attack()))
                        .stream()
                        .collect(Collectors.groupingBy(Point::step)));
        List<Point> before = before(variant);
        if (!before.isEmpty()) course.putIfAbsent(0L, before);
        return course;
    }

    boolean has(Predicate<Point> condition) {
        return result.findings().points().stream().anyMatch(condition);
    }

    private List<Point> points(Predicate<Point> condition) {
        return result.findings().points().stream().filter(condition).toList();
    }

    static @Nullable Estimate estimate(List<Point> points, Metric metric) {
        List<Figure> figures = points.stream()
                .map(p -> p.figures().get(metric.name()))
                .filter(Objects::nonNull)
                .toList();
        return Estimate.of(figures, metric.share());
    }

    /** How much of the safety subspace is left. */
    static @Nullable Estimate subspace(List<Point> points) {
        return Estimate.ofValues(points.stream()
                .map(Point::subspace)
                .filter(Objects::nonNull)
                .map(Subspace::ratio)
                .filter(Double::isFinite)
                .toList());
    }
}
