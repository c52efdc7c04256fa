// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a study found. Each kind of study has its own record; what a record does not have is empty here.
 *
 * <p>A headline is the name of the evaluation whose attack success rate decides.
 */
public sealed interface Findings permits AttackFindings, RankFindings, LandscapeFindings, CalibrationFindings {
    /** The kinds of study. */
    enum Kind {
        ATTACKS(AttackFindings.class),
        EFFECTIVE_RANK(RankFindings.class),
        LANDSCAPE(LandscapeFindings.class),
        CALIBRATION(CalibrationFindings.class);

        private final Class<? extends Findings> findings;

        Kind(Class<? extends Findings> findings) {
            this.findings = findings;
        }

        /** The record of its findings. */
        public Class<? extends Findings> findings() {
            return findings;
        }

        /** As results have it: {@code effective-rank}. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads findings of every kind. */
    interface Reader<T> {
        T attacks(AttackFindings findings);

        T ranks(RankFindings findings);

        T landscape(LandscapeFindings findings);

        T calibration(CalibrationFindings findings);
    }

    /** Calls the method of {@code reader} for this kind. */
    <T> T accept(Reader<T> reader);

    Kind kind();

    /** Whether the defence does what it should; none where that is not asked or cannot be said. */
    default Optional<Boolean> holds(String headline) {
        return Optional.empty();
    }

    /** The study's variants in its order. */
    default List<VariantInfo> variants() {
        return List.of();
    }

    default List<AttackInfo> attacks() {
        return List.of();
    }

    default List<Point> points() {
        return List.of();
    }

    /** Variants compared with the baseline. */
    default List<Difference> differences() {
        return List.of();
    }

    default List<WorstCase> worst() {
        return List.of();
    }
}
