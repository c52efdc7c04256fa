// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.result.AttackAbout;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.result.StudyResult;
import dev.lox.study.result.Subspace;
import dev.lox.study.result.VariantAbout;
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
        Set<String> names =
                result.variants().stream().map(VariantAbout::name).collect(Collectors.toCollection(LinkedHashSet::new));
        result.points().forEach(p -> names.add(p.variant()));
        return names;
    }

    /** Whether it is one of the study's variants, and not a model that is there for comparison. */
    boolean isStudied(String variant) {
        return result.variants().stream().anyMatch(v -> v.name().equals(variant));
    }

    /** Those that came to an end with any variant and seed. */
    List<String> attacks() {
        return result.attacks().stream()
                .map(AttackAbout::name)
                .filter(a -> result.points().stream().anyMatch(p -> p.stage() == Stage.AFTER && a.equals(p.attack())))
                .toList();
    }

    Optional<String> baseline() {
        return result.variants().stream()
                .filter(v -> v.kind().equals("baseline"))
                .map(VariantAbout::name)
                .findFirst();
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
        return result.points().stream().anyMatch(condition);
    }

    private List<Point> points(Predicate<Point> condition) {
        return result.points().stream().filter(condition).toList();
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
