// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.linalg.FloatCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much of the alignment a narrower stored type drowns: ‖round(W) − W‖_F against ‖ΔW‖_F. */
public final class RoundingLoss {
    /** Above this share a user is warned. */
    public static final double WARN = 0.05;

    private final DType to;
    private final boolean narrower;
    private double squares;

    /** For weights stored as {@code from} that will be stored as {@code to}. */
    public RoundingLoss(DType from, DType to) {
        this.to = to;
        this.narrower = from != to;
    }

    /** Counts the first {@code n} weights in. */
    public void add(float[] weights, int n) {
        if (!narrower) return;
        float[] rounded = Arrays.copyOf(weights, n);
        FloatCodec.round(to, rounded, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double lost = (double) rounded[i] - weights[i];
            sum += lost * lost;
        }
        squares += sum;
    }

    /** ‖round(W) − W‖_F of what was counted. */
    public double norm() {
        return Math.sqrt(squares);
    }

    static List<String> warnings(EditPlan plan, Map<String, TensorOutcome> outcomes) {
        double lost = 0;
        double delta = 0;
        double worst = 0;
        String worstTensor = "";
        for (Map.Entry<String, TensorOutcome> e : outcomes.entrySet()) {
            if (!(e.getValue() instanceof TensorOutcome.Extrapolated o) || o.frobenius() == 0) continue;
            lost += o.roundingLoss() * o.roundingLoss();
            delta += o.frobenius() * o.frobenius();
            if (o.roundingLoss() / o.frobenius() > worst) {
                worst = o.roundingLoss() / o.frobenius();
                worstTensor = e.getKey();
            }
        }
        double share = delta == 0 ? 0 : Math.sqrt(lost / delta);
        if (share <= WARN) return List.of();
        return List.of(String.format(
                Locale.ROOT,
                "rounding the aligned weights to %s moves them by %.0f %% of the alignment delta (worst: %.0f %% in %s); "
                        + "part of what alignment taught may be lost, keep the aligned model's dtype if you can",
                plan.request().numerics().dtype().map(DType::torchName).orElse(""),
                100 * share,
                100 * worst,
                worstTensor));
    }
}
