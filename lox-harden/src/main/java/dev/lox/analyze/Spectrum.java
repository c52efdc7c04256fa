// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.harden.RankChoice;
import org.jspecify.annotations.Nullable;

/**
 * All singular values of a matrix, and what is read off them.
 *
 * @param sigma min(rows, cols) values, descending
 */
record Spectrum(double[] sigma, long rows, long cols) {
    static Spectrum zero(long rows, long cols) {
        return new Spectrum(new double[Math.toIntExact(Math.min(rows, cols))], rows, cols);
    }

    boolean isZero() {
        return sigma.length == 0 || sigma[0] == 0;
    }

    double squares() {
        return squares(sigma.length);
    }

    private double squares(int k) {
        double sum = 0;
        // From the smallest on, so that a long tail is not lost beside the head.
        for (int i = Math.min(k, sigma.length) - 1; i >= 0; i--) sum += sigma[i] * sigma[i];
        return sum;
    }

    /** ‖A‖_F² / σ₁², between 1 and the rank; 0 for a zero matrix. */
    double stableRank() {
        return isZero() ? 0 : squares() / (sigma[0] * sigma[0]);
    }

    /**
     * exp(−Σ pᵢ ln pᵢ) with pᵢ = σᵢ / Σσ, between 1 and the rank (Roy &amp; Vetterli 2007, "The effective rank"); 0 for a
     * zero matrix.
     */
    double effectiveRank() {
        if (isZero()) return 0;
        double sum = 0;
        for (double s : sigma) sum += s;
        double entropy = 0;
        for (double s : sigma) if (s > 0) entropy -= s / sum * Math.log(s / sum);
        return Math.exp(entropy);
    }

    /** Share of ‖A‖_F² in the leading k directions; null for a zero matrix. */
    @Nullable
    Double energy(int k) {
        return isZero() ? null : squares(k) / squares();
    }

    /** The rank the optimal hard threshold picks; 0 for a zero matrix. */
    int autoRank() {
        return rank(new RankChoice.Auto());
    }

    /** The directions a choice keeps; 0 for a zero matrix. */
    int rank(RankChoice choice) {
        return isZero() ? 0 : choice.of(sigma, rows, cols);
    }
}
