// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import java.util.Collection;
import java.util.List;

/**
 * How far, and along which directions, weights are moved along the alignment delta ΔW: α·Σ w_i σ_i u_i v_iᵀ over its first k
 * singular triplets. With all w_i = 1 that is α·Proj_k(ΔW) (LoX, arXiv 2506.15606).
 *
 * @param rank leading singular directions of ΔW that are kept
 * @param weights the factors w_i
 * @param alpha multiple of the kept delta that is added
 */
public record Extrapolation(RankChoice rank, DirectionWeights weights, double alpha) {
    /** The paper's choice. */
    public static final Extrapolation DEFAULT = new Extrapolation(new RankChoice.Fixed(6), 1.25);

    public Extrapolation {
        if (!Double.isFinite(alpha)) throw new IllegalArgumentException("alpha must be finite: " + alpha);
    }

    /** Directions that count alike. */
    public Extrapolation(RankChoice rank, double alpha) {
        this(rank, DirectionWeights.UNIFORM, alpha);
    }

    /** The same directions, another distance. */
    public Extrapolation withAlpha(double other) {
        return new Extrapolation(rank, weights, other);
    }

    /** α·w_i, by which the kept triplet {@code i} of a delta is multiplied. */
    double coefficient(double[] sigma, int kept, int i) {
        return alpha * weights.of(sigma, kept, i);
    }

    /** ‖α·Σ w_i σ_i u_i v_iᵀ‖_F over the kept triplets. */
    double distance(double[] sigma, int kept) {
        double squares = 0;
        for (int i = 0; i < kept; i++) {
            double moved = coefficient(sigma, kept, i) * sigma[i];
            squares += moved * moved;
        }
        return Math.sqrt(squares);
    }

    /** Notes what contradicts itself. */
    void check(Problems problems) {
        if (rank.isFull() && isWeighted())
            problems.add(
                    "%s: the whole delta is not decomposed; expected %s as %s",
                    Setting.of("weights", weights), Setting.of("rank"), RankChoice.PARTIAL);
    }

    private boolean isWeighted() {
        return !weights.equals(DirectionWeights.UNIFORM);
    }

    /** Adds the parameters to recorded options. */
    void describe(ObjectNode options) {
        options.put("rank", rank.toString());
        if (isWeighted()) options.put("weights", weights.toString());
        options.put("alpha", alpha);
    }

    /** Rows of a model card's table. */
    List<List<String>> cardRows(Collection<TensorOutcome> outcomes) {
        return List.of(
                List.of("rank k", rank + (isWeighted() ? ", directions weighted " + weights : "")),
                List.of("α", String.valueOf(alpha)),
                List.of("tensors hardened", TensorOutcome.changedOf(outcomes)),
                List.of("energy of the delta in the kept directions", TensorOutcome.energyOf(outcomes)));
    }

    /** For people: {@code rank 6, alpha 1.25}. */
    String words() {
        return "rank " + rank + (isWeighted() ? ", weights " + weights : "") + ", alpha " + alpha;
    }
}
