// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What attacks did to the variants of an aligned model.
 *
 * @param variants the first is the baseline, the aligned model as it is
 * @param worst in the order of variants; a variant without a result has none
 * @param spectrum of the alignment delta; null if it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttackFindings(
        List<VariantInfo> variants,
        List<AttackInfo> attacks,
        List<Point> points,
        List<Difference> differences,
        List<WorstCase> worst,
        @Nullable DeltaSpectrum spectrum)
        implements Findings {
    @Override
    public <T> T accept(Reader<T> reader) {
        return reader.attacks(this);
    }

    @Override
    public Kind kind() {
        return Kind.ATTACKS;
    }

    @Override
    public Optional<Boolean> holds(String headline) {
        return verdict(headline).flatMap(AttackVerdict::holds);
    }

    /** The verdict on the first defence; none if there is no defence. */
    public Optional<AttackVerdict> verdict(String headline) {
        return of(VariantKind.DEFENCE).stream().findFirst().map(d -> AttackVerdict.of(this, d, headline));
    }

    /** The variants of one kind. */
    public List<VariantInfo> of(VariantKind kind) {
        return variants.stream().filter(v -> v.kind() == kind).toList();
    }

    public VariantInfo baseline() {
        return variants.get(0);
    }

    /** A variant compared with the baseline; before any attack if {@code attack} is null. */
    public Optional<Difference> difference(String variant, @Nullable String attack, String evaluation) {
        return differences.stream()
                .filter(d -> d.variant().equals(variant)
                        && Objects.equals(d.attack(), attack)
                        && d.evaluation().equals(evaluation))
                .findFirst();
    }

    /** A variant compared with the baseline after each attack, where both have a result. */
    public List<Difference> afterAttacks(String variant, String evaluation) {
        return attacks.stream()
                .flatMap(a -> difference(variant, a.name(), evaluation).stream())
                .toList();
    }

    /** Mean over seeds after an attack; none if there is no result. */
    public OptionalDouble mean(String variant, String attack, String evaluation) {
        return points.stream()
                .filter(p -> p.stage() == Stage.AFTER && p.variant().equals(variant) && attack.equals(p.attack()))
                .map(p -> p.figures().get(evaluation))
                .filter(f -> f != null && f.value() != null)
                .mapToDouble(f -> Objects.requireNonNull(f.value()))
                .average();
    }

    public Optional<WorstCase> worst(String variant) {
        return worst.stream().filter(w -> w.variant().equals(variant)).findFirst();
    }

    /** Whether a variant keeps the utility limits, as far as it has a worst case. */
    UtilityLimits limits(String variant) {
        return worst(variant).map(WorstCase::limits).orElse(UtilityLimits.KEPT);
    }
}
