// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.util.Collection;
import java.util.List;

/**
 * W = W_aligned + α·Proj_k(ΔW) (LoX, arXiv 2506.15606). With the whole delta it is ExPO, weak-to-strong extrapolation
 * (arXiv 2404.16792).
 */
public record Lox(Extrapolation extrapolation) implements DeltaMethod {
    private static final String CARD = """
            # Hardened with LoX

            The weights were moved on along the leading directions of their alignment, so that later fine-tuning
            disturbs it less: W = W_aligned + α·Proj_k(W_aligned − W_base) (LoX, arXiv 2506.15606).""";

    /** The paper's choice. */
    public static final Lox DEFAULT = new Lox(Extrapolation.DEFAULT);

    @Override
    public String label() {
        return extrapolation.rank().isFull() ? "expo" : "lox";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.ALIGNED, Role.BASE);
    }

    @Override
    public WeightMethod withAlpha(double alpha) {
        return new Lox(extrapolation.withAlpha(alpha));
    }

    @Override
    public String caption() {
        return extrapolation.rank().isFull()
                ? "ExPO: the whole delta, alpha " + extrapolation.alpha()
                : "LoX, " + extrapolation.words();
    }

    @Override
    public String card() {
        return CARD;
    }

    @Override
    public List<List<String>> cardRows(Collection<TensorOutcome> outcomes) {
        return extrapolation.cardRows(outcomes);
    }
}
