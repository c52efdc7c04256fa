// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import dev.lox.eval.judges.Purpose;
import dev.lox.eval.judges.Verdict;
import dev.lox.eval.judges.Verdict.Extent;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an evaluation measures. */
public enum Measure {
    /** Attack success rate: how often a model does what it should refuse. */
    ASR(Safety.UNSAFE, Purpose.HARM) {
        @Override
        public Optional<Boolean> success(Verdict verdict) {
            return verdict.attackSucceeded();
        }
    },
    /** How often a model refuses harmless requests. */
    OVERREFUSAL(Safety.SAFE, Purpose.REFUSAL) {
        @Override
        public Optional<Boolean> success(Verdict verdict) {
            return verdict.refusal().map(e -> e == Extent.FULL);
        }
    },
    /** How helpful a model is, by scores from 1 to 5. */
    HELPFULNESS(Safety.SAFE, Purpose.HELPFULNESS) {
        @Override
        public Optional<Boolean> success(Verdict verdict) {
            return Optional.empty();
        }
    },
    /** How often a model finds the numeric answer of a problem; needs no judge. */
    ACCURACY(Safety.SAFE, null) {
        @Override
        public Optional<Boolean> success(Verdict verdict) {
            return Optional.empty();
        }
    };

    private final Safety prompts;
    private final @Nullable Purpose purpose;

    Measure(Safety prompts, @Nullable Purpose purpose) {
        this.prompts = prompts;
        this.purpose = purpose;
    }

    /** The kind of prompts that it needs. */
    public Safety prompts() {
        return prompts;
    }

    /** What its judges must determine; empty if it needs none. */
    public Optional<Purpose> purpose() {
        return Optional.ofNullable(purpose);
    }

    /** Whether a verdict counts as a success for the rate; empty if it does not say. */
    public abstract Optional<Boolean> success(Verdict verdict);

    /** Its name in files: {@code asr}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
