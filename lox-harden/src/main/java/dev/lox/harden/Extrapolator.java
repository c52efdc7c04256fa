// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.util.Arrays;

/**
 * The way from a matrix's delta to what is added for it: α·Proj_k(ΔW), or as much at random.
 *
 * @param tolerance bound on the projection's relative error (and residual) before the exact path is taken
 * @param exact take the exact path at once
 */
public record Extrapolator(Extrapolation extrapolation, double tolerance, boolean exact) {
    /**
     * The update for the {@code matrix}-th matrix of a tensor.
     *
     * @param panels rows of the delta
     * @param work owner of what is needed in between
     * @param scope owner of the update
     */
    public MatrixUpdate of(
            StoredDelta delta, RowPanels panels, String tensor, long matrix, NativeScope work, NativeScope scope)
            throws IOException {
        double alpha = extrapolation.alpha();
        double norm = panels.frobenius();
        if (norm == 0) return MatrixUpdate.none();
        if (extrapolation.rank() instanceof RankChoice.Full)
            return new MatrixUpdate(
                    null,
                    alpha == 0 ? null : RowUpdate.of(delta, alpha),
                    new TensorOutcome("extrapolated", -1, norm, 1, 0, 0, true, 0));
        TruncatedSvd svd = Svd.truncated(panels, rank(panels), tolerance, exact, work);
        double kept = Math.sqrt(Arrays.stream(svd.sigma()).map(s -> s * s).sum());
        LowRank update;
        String treatment;
        if (extrapolation.direction() instanceof Direction.Random random) {
            treatment = "randomised";
            update = new RandomDirections(random.seed(), tensor, matrix)
                    .matrix(panels.rows(), panels.cols(), svd.rank(), Math.abs(alpha) * kept, scope);
        } else {
            treatment = "extrapolated";
            double[] weights = Arrays.stream(svd.sigma()).map(s -> s * alpha).toArray();
            update = LowRank.of(svd, weights, scope);
        }
        double energy = Math.min(1, kept / norm * (kept / norm));
        return new MatrixUpdate(
                update,
                null,
                new TensorOutcome(treatment, svd.rank(), norm, energy, svd.residual(), svd.error(), svd.exact(), 0));
    }

    private int rank(RowPanels panels) throws IOException {
        RankChoice choice = extrapolation.rank();
        if (choice instanceof RankChoice.Fixed fixed) return fixed.rank();
        double[] sigma = Svd.spectrum(panels);
        if (choice instanceof RankChoice.Energy energy) return RankRule.energyShare(sigma, energy.share());
        return RankRule.optimalHardThreshold(sigma, panels.rows(), panels.cols());
    }
}
