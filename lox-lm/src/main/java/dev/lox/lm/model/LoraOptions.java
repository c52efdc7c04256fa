// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;

/**
 * A low-rank adapter that is trained instead of the weights (Hu et al. 2021): W·x + alpha/rank · B·A·x.
 *
 * @param dropout probability of zeroing an element of the adapter's input in training
 * @param targets last parts of module names, such as {@code q_proj}, or {@link #ALL_LINEAR}
 */
public record LoraOptions(int rank, double alpha, double dropout, List<String> targets) {
    /** Every projection of every layer. */
    public static final String ALL_LINEAR = "all-linear";

    public LoraOptions {
        targets = List.copyOf(targets);
        if (rank < 1) throw new IllegalArgumentException("a LoRA rank must be at least 1, got " + rank);
        if (!(alpha > 0) || Double.isInfinite(alpha))
            throw new IllegalArgumentException("a LoRA alpha must be above 0, got " + alpha);
        if (!(dropout >= 0 && dropout < 1))
            throw new IllegalArgumentException("a LoRA dropout must be at least 0 and below 1, got " + dropout);
        if (targets.isEmpty()) throw new IllegalArgumentException("a LoRA adapter needs at least one target");
    }

    /** Factor on the adapter's product. */
    public double scaling() {
        return alpha / rank;
    }

    boolean isTarget(String module) {
        return targets.contains(ALL_LINEAR) || targets.contains(module.substring(module.lastIndexOf('.') + 1));
    }
}
