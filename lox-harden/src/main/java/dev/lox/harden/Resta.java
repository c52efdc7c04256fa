// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.util.List;

/**
 * W = W_ft + α·Proj_k(ΔW): the safety vector of task arithmetic is added (RESTA, Bhardwaj, Do &amp; Poria 2024, arXiv
 * 2402.11746). The paper takes the vector from an aligned model and one whose alignment was trained away; here the base,
 * which was never aligned, stands in for the latter.
 */
public record Resta(Extrapolation extrapolation) implements DeltaMethod {
    /** Half of the whole delta. */
    public static final Resta DEFAULT = new Resta(new Extrapolation(new RankChoice.Full(), 0.5));

    @Override
    public String label() {
        return "resta";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.FINETUNED, Role.ALIGNED, Role.BASE);
    }

    @Override
    public WeightMethod withAlpha(double alpha) {
        return new Resta(extrapolation.withAlpha(alpha));
    }

    @Override
    public String caption() {
        return "RESTA, " + extrapolation.words();
    }

    @Override
    public String card() {
        return "# Repaired with LoX\n\nWhat alignment had changed was added to the fine-tuned weights once more:\n"
                + "W = W_ft + α·Proj_k(W_aligned − W_base), " + extrapolation.words() + " (RESTA, arXiv 2402.11746).";
    }

    @Override
    public TensorOutcome outcome(TensorOutcome.Extrapolated figures, double moved) {
        return new TensorOutcome.Realigned(moved, figures.rank());
    }
}
