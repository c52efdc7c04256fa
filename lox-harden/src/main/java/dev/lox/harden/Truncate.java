// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.util.List;

/**
 * W = W_base + Proj_k(ΔW): the base with the leading part of its alignment alone (effective rank, arXiv 2506.15606).
 *
 * @param rank leading singular directions of ΔW that are kept
 */
public record Truncate(RankChoice rank) implements DeltaMethod {
    @Override
    public Extrapolation extrapolation() {
        return new Extrapolation(rank, 1);
    }

    @Override
    public String label() {
        return "truncate";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.BASE, Role.ALIGNED);
    }

    @Override
    public String caption() {
        return "the base and the first directions of its alignment, rank " + rank;
    }

    @Override
    public String card() {
        return """
                # A base model with the leading part of its alignment

                W = W_base + Proj_k(W_aligned − W_base), k = %s (effective rank, arXiv 2506.15606).""".formatted(rank);
    }
}
