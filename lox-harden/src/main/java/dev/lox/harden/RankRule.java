// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Ranks read off a whole spectrum. */
final class RankRule {
    private RankRule() {}

    /**
     * Singular values above the optimal hard threshold for a low-rank matrix in white noise of unknown level:
     * ω(β)·median(σ), β the aspect ratio (Gavish &amp; Donoho 2014, "The optimal hard threshold for singular values is
     * 4/√3", section III-E).
     *
     * @param sigma every singular value, descending
     * @return at least 1 for a matrix that is not zero
     */
    static int optimalHardThreshold(double[] sigma, long rows, long cols) {
        int n = sigma.length;
        if (n == 0 || sigma[0] == 0) return 0;
        double median = n % 2 == 1 ? sigma[n / 2] : (sigma[n / 2 - 1] + sigma[n / 2]) / 2;
        double beta = (double) Math.min(rows, cols) / Math.max(rows, cols);
        // What f32 storage alone leaves behind of an exactly low-rank matrix is no signal.
        double floor = sigma[0] * Math.ulp(1f) * Math.sqrt((double) Math.max(rows, cols));
        double threshold = Math.max(omega(beta) * median, floor);
        int rank = 0;
        while (rank < n && sigma[rank] > threshold) rank++;
        return Math.max(1, rank);
    }

    /** The fewest leading values that hold {@code share} of the sum of squares. */
    static int energyShare(double[] sigma, double share) {
        double total = 0;
        for (double s : sigma) total += s * s;
        double sum = 0;
        int rank = 0;
        while (rank < sigma.length && sum < share * total) {
            sum += sigma[rank] * sigma[rank];
            rank++;
        }
        return rank;
    }

    /**
     * The least ρ with H_ρ / H_n ≥ η, H_ρ = −Σ_{i≤ρ} p_i log p_i, p_i = σ_i² / Σσ² (LSSF, arXiv 2602.00038).
     *
     * @param sigma every singular value, descending
     * @return at least 1 for a matrix that is not zero
     */
    static int entropyShare(double[] sigma, double eta) {
        double total = 0;
        for (double s : sigma) total += s * s;
        if (total == 0) return 0;
        double[] upTo = new double[sigma.length + 1];
        for (int i = 0; i < sigma.length; i++) {
            double p = sigma[i] * sigma[i] / total;
            upTo[i + 1] = upTo[i] + (p > 0 ? -p * Math.log(p) : 0);
        }
        int rank = 1;
        while (upTo[rank] < eta * upTo[sigma.length]) rank++;
        return rank;
    }

    /** ω(β) = λ(β) / √μ_β: the threshold for known noise over the median of the Marchenko-Pastur distribution. */
    static double omega(double beta) {
        double lambda = Math.sqrt(2 * (beta + 1) + 8 * beta / (beta + 1 + Math.sqrt(beta * beta + 14 * beta + 1)));
        return lambda / Math.sqrt(marchenkoPasturMedian(beta));
    }

    private static double marchenkoPasturMedian(double beta) {
        double low = Math.pow(1 - Math.sqrt(beta), 2);
        double high = Math.pow(1 + Math.sqrt(beta), 2);
        double from = low;
        double to = high;
        for (int i = 0; i < 60; i++) {
            double middle = (from + to) / 2;
            if (massAbove(middle, low, high, beta) > 0.5) from = middle;
            else to = middle;
        }
        return (from + to) / 2;
    }

    /** ∫ₓ^high √((high − t)(t − low)) / (2πβt) dt, by the midpoint rule after t = x + (high − x)·s² took the edge off. */
    private static double massAbove(double x, double low, double high, double beta) {
        int steps = 4000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double s = (i + 0.5) / steps;
            double t = high - (high - x) * s * s;
            double density = Math.sqrt(Math.max(0, (high - t) * (t - low))) / (2 * Math.PI * beta * t);
            sum += density * 2 * s * (high - x) / steps;
        }
        return sum;
    }
}
