// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/**
 * What residuals say about a truncated SVD.
 *
 * @param residual largest residual of the kept triplets, as a share of σ₁
 * @param error bound on the projection's error, as a share of its norm
 */
record Certificate(double residual, double error) {
    /**
     * A kept direction i is tilted by at most θ_i = r_i / (σ_i − σ_{k+1}) (Wedin 1972), and a tilt moves Proj_k(A) by
     * θ_i·√(σ_i² + σ_{k+1}²). Where there is no gap the tilt is unknown and counted as 1, which only matters where σ_i does.
     *
     * @param sigma k + 1 values, descending, or fewer if the matrix has no more
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
        return new Certificate(largest / sigma[0], Math.sqrt(squared / kept));
    }

    boolean within(double tolerance) {
        return residual <= tolerance && error <= tolerance;
    }
}
