// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lox.eval.results.StudentMean;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of several candidates to harden by. The best of many is also the luckiest, so its interval is widened for their
 * number (Bonferroni).
 *
 * @param candidates what attacks did to them
 */
public record CalibrationFindings(@JsonValue AttackFindings candidates) implements Findings {
    private static final double OUTSIDE = 0.05;

    /** Degrees of freedom at which Student's t is the normal distribution. */
    private static final int MANY = 100_000;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CalibrationFindings {}

    @Override
    public <T> T accept(Reader<T> reader) {
        return reader.calibration(this);
    }

    @Override
    public Kind kind() {
        return Kind.CALIBRATION;
    }

    @Override
    public Optional<Boolean> holds(String headline) {
        return Optional.of(recommended(headline).isPresent());
    }

    /** The candidate with the lowest worst case that is clearly better than the baseline and keeps the utility limits. */
    public Optional<WorstCase> recommended(String headline) {
        return candidates.of(VariantKind.DEFENCE).stream()
                .filter(v -> isClear(v.name(), headline))
                .flatMap(v -> candidates.worst(v.name()).stream())
                .filter(WorstCase::within)
                .min(Comparator.comparingDouble(WorstCase::asr));
    }

    private boolean isClear(String variant, String headline) {
        long count = candidates.of(VariantKind.DEFENCE).size();
        List<Difference> after = candidates.afterAttacks(variant, headline);
        return after.size() == attacks().size()
                && after.stream().allMatch(d -> {
                    Double high = d.high();
                    if (high == null) return false;
                    double half = high - d.difference();
                    return d.difference() + half * widening(count, freedom(d)) < 0;
                });
    }

    private static int freedom(Difference d) {
        return d.over() == IntervalOver.SEEDS ? d.seeds() - 1 : MANY;
    }

    /** Factor from the width of a 95 % interval to that of one of several that together miss 5 %. */
    static double widening(long candidates, int freedom) {
        return StudentMean.quantile(freedom, 1 - OUTSIDE / Math.max(1, candidates))
                / StudentMean.quantile(freedom, 1 - OUTSIDE);
    }

    @Override
    public List<VariantInfo> variants() {
        return candidates.variants();
    }

    @Override
    public List<AttackInfo> attacks() {
        return candidates.attacks();
    }

    @Override
    public List<Point> points() {
        return candidates.points();
    }

    @Override
    public List<Difference> differences() {
        return candidates.differences();
    }

    @Override
    public List<WorstCase> worst() {
        return candidates.worst();
    }
}
