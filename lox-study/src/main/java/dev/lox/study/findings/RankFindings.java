// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The base model with the alignment's first k directions alone, k by k.
 *
 * @param variants by rank, from the base model to the aligned one
 * @param spectrum of the alignment delta; null if it failed
 * @param margin by how much a rank's attack success rate may exceed the aligned model's and still count as reached
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RankFindings(
        List<VariantInfo> variants,
        List<Point> points,
        @Nullable DeltaSpectrum spectrum,
        double margin) implements Findings {
    /** A sum of shares is rounded: 0.7 + 0.1 is less than 0.8. */
    private static final double ROUNDING = 1e-9;

    /**
     * The effective rank: the least whose attack success rate is within the margin of the aligned model's.
     *
     * @param aligned the aligned model's attack success rate; null if unknown
     * @param rank null if none is known to be within the margin
     * @param asr of that rank
     * @param above the largest rank known to be outside the margin; 0 for none
     * @param missing ranks looked at up to that point that have no result
     */
    public record Verdict(
            @Nullable Double aligned,
            @Nullable Integer rank,
            @Nullable Double asr,
            int above,
            List<Integer> missing) {}

    @Override
    public <T> T accept(Reader<T> reader) {
        return reader.ranks(this);
    }

    @Override
    public Kind kind() {
        return Kind.EFFECTIVE_RANK;
    }

    public Verdict verdict(String headline) {
        Double aligned = variants.stream()
                .filter(v -> v.rank() == null)
                .flatMap(v -> value(v, headline).stream())
                .findFirst()
                .orElse(null);
        List<Integer> missing = new ArrayList<>();
        int above = 0;
        for (VariantInfo v : variants) {
            Integer rank = v.rank();
            if (rank == null || rank == 0 || aligned == null) continue;
            Optional<Double> asr = value(v, headline);
            if (asr.isEmpty()) missing.add(rank);
            else if (asr.get() <= aligned + margin + ROUNDING)
                return new Verdict(aligned, rank, asr.get(), above, missing);
            else above = rank;
        }
        return new Verdict(aligned, null, null, above, missing);
    }

    private Optional<Double> value(VariantInfo variant, String evaluation) {
        return points.stream()
                .filter(p -> p.variant().equals(variant.name()))
                .flatMap(p -> Optional.ofNullable(p.figures().get(evaluation)).stream())
                .flatMap(f -> Optional.ofNullable(f.value()).stream())
                .findFirst();
    }
}
