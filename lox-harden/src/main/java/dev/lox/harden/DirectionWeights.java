// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;

/** How much each kept singular direction of a delta counts. */
public sealed interface DirectionWeights {
    /** Every direction counts alike, as in LoX. */
    DirectionWeights UNIFORM = new Uniform();

    /** What {@link #parse} reads. */
    String SYNTAX = "uniform or linear:A1 with a number A1 of at least 1";

    /**
     * The factor of direction {@code i}.
     *
     * @param sigma singular values, descending; the first {@code kept} belong to the kept directions
     */
    double of(double[] sigma, int kept, int i);

    /** As typed: {@code uniform}, {@code linear:3}. */
    static DirectionWeights parse(String text) {
        try {
            if (text.equals("uniform")) return UNIFORM;
            if (text.startsWith("linear:")) return new Linear(Double.parseDouble(text.substring("linear:".length())));
        } catch (IllegalArgumentException e) {
            // The problem below says what was expected.
        }
        throw new InvalidInputException("%s: expected %s, got %s", Setting.of("weights"), SYNTAX, text);
    }

    /** All factors are 1. */
    record Uniform() implements DirectionWeights {
        @Override
        public double of(double[] sigma, int kept, int i) {
            return 1;
        }

        @Override
        public String toString() {
            return "uniform";
        }
    }

    /**
     * LSSF (arXiv 2602.00038): a_i = 1 + (A₁ − 1)(σ_i − σ_r)/(σ₁ − σ_r) falls from A₁ at the first kept direction to 1 at
     * the last. The paper scales the columns of U_r by a_i and projects with U'U'ᵀ, so that the factor is a_i².
     *
     * @param first A₁
     */
    record Linear(double first) implements DirectionWeights {
        public Linear {
            if (!(first >= 1) || Double.isInfinite(first))
                throw new IllegalArgumentException("the first weight must be at least 1: " + first);
        }

        @Override
        public double of(double[] sigma, int kept, int i) {
            double last = sigma[kept - 1];
            double range = sigma[0] - last;
            double weight = range > 0 ? 1 + (first - 1) * (sigma[i] - last) / range : 1;
            return weight * weight;
        }

        @Override
        public String toString() {
            return "linear:" + first;
        }
    }
}
