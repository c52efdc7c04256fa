// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/**
 * Error bounds of a truncated SVD, derived from its residuals.
 *
 * @param residual largest residual of the kept triplets, relative to σ₁
 * @param error bound on the error of the projection, relative to its norm
 */
record Certificate(double residual, double error) {
    /** What f32 products add to the error, and residuals taken by the same products do not show: four units of rounding. */
    private static final double ROUNDING = 0x1p-22;

    /**
     * A kept direction i is tilted by at most θ_i = r_i / (σ_i − σ_{k+1}) (Wedin 1972), which changes Proj_k(A) by
     * θ_i·√(σ_i² + σ_{k+1}²). Without a gap the tilt is unknown and counted as 1, which matters only if σ_i does.
     *
     * @param sigma k + 1 values, descending; fewer if the matrix has fewer
     */
    static Certificate of(double[] sigma, double[] residuals, int k) {
        boolean more = sigma.length > k;
        double nextValue = more ? sigma[k] + residuals[k] : 0;
        double largest = 0;
        double squared = 0;
        double kept = 0;
        for (int i = 0; i < k; i++) {
            largest = Math.max(largest, residuals[i]);
            double gap = sigma[i] - nextValue;
            double tilt = residuals[i] == 0 ? 0 : gap <= 0 ? 1 : Math.min(1, residuals[i] / gap);
            squared += tilt * tilt * (sigma[i] * sigma[i] + nextValue * nextValue);
            kept += sigma[i] * sigma[i];
        }
        if (kept == 0) return new Certificate(0, 0);
        return new Certificate(largest / sigma[0], Math.sqrt(squared / kept) + ROUNDING);
    }

    boolean within(double tolerance) {
        return residual <= tolerance && error <= tolerance;
    }
}
