// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Figures of several matrices together. Means are plain averages over the matrices, as in the reference's R metrics;
 * those whose delta is zero have no figures and do not count. Shares of the whole weigh each matrix by its own delta.
 *
 * @param matrices those whose delta is not zero
 */
record Figures(List<MatrixAnalysis> matrices) {
    Figures {
        matrices = matrices.stream().filter(m -> !m.spectrum().isZero()).toList();
    }

    /** Null if no matrix has the figure. */
    @Nullable
    Double mean(Function<MatrixAnalysis, @Nullable Double> figure) {
        double[] values = matrices.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToDouble(v -> v)
                .toArray();
        if (values.length == 0) return null;
        double sum = 0;
        for (double v : values) sum += v;
        return sum / values.length;
    }

    @Nullable
    Double stableRank() {
        return mean(m -> m.spectrum().stableRank());
    }

    @Nullable
    Double effectiveRank() {
        return mean(m -> m.spectrum().effectiveRank());
    }

    @Nullable
    Double autoRank() {
        return mean(m -> (double) m.spectrum().autoRank());
    }

    @Nullable
    Double energy() {
        return mean(MatrixAnalysis::energy);
    }

    @Nullable
    Double aligned() {
        return mean(MatrixAnalysis::alignedShare);
    }

    @Nullable
    Double finetuned() {
        return mean(MatrixAnalysis::finetunedShare);
    }

    /** Mean R_ft over mean R_align. */
    @Nullable
    Double ratio() {
        Double aligned = aligned();
        Double finetuned = finetuned();
        return aligned == null || finetuned == null ? null : (Double) (finetuned / aligned);
    }

    /** Mean of the i-th principal angle, in degrees, for as many as all matrices that have angles have. */
    double[] angles() {
        List<double[]> angles = matrices.stream()
                .map(MatrixAnalysis::angles)
                .filter(a -> a.length > 0)
                .toList();
        double[] means =
                new double[angles.stream().mapToInt(a -> a.length).min().orElse(0)];
        for (double[] a : angles) for (int i = 0; i < means.length; i++) means[i] += a[i] / angles.size();
        return means;
    }

    /** √Σ‖ΔW‖_F². */
    double frobenius() {
        return Math.sqrt(
                matrices.stream().mapToDouble(m -> m.spectrum().squares()).sum());
    }

    /** Σ‖P_kΔW‖_F² / Σ‖ΔW‖_F². */
    @Nullable
    Double totalEnergy() {
        double kept = 0;
        for (MatrixAnalysis m : matrices)
            kept += Objects.requireNonNull(m.energy()) * m.spectrum().squares();
        return matrices.isEmpty() ? null : (Double) (kept / square(frobenius()));
    }

    /** √Σ‖round(W) − W‖_F² / √Σ‖ΔW‖_F². */
    @Nullable
    Double totalLoss() {
        double lost = 0;
        for (MatrixAnalysis m : matrices) lost += square(m.lost());
        return matrices.isEmpty() ? null : (Double) (Math.sqrt(lost) / frobenius());
    }

    ObjectNode means() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("matrices", matrices.size())
                .put("stable_rank", stableRank())
                .put("effective_rank", effectiveRank())
                .put("energy", energy())
                .put("auto_rank", autoRank())
                .put("rounding_loss", mean(MatrixAnalysis::roundingLoss))
                .put("r_align", aligned())
                .put("r_ft", finetuned());
        ArrayNode angles = json.putArray("angles");
        for (double a : angles()) angles.add(a);
        return json;
    }

    ObjectNode totals() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("frobenius", frobenius())
                .put("energy", totalEnergy())
                .put("rounding_loss", totalLoss());
    }

    private static double square(double x) {
        return x * x;
    }
}
