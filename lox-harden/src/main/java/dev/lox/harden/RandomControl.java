// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.LoraPair;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.TruncatedSvd;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The control for {@link Lox}: each weight is moved by a random matrix with the rank and the Frobenius norm of LoX's
 * update. It shows how much of an effect is due to the distance alone.
 *
 * @param seed decides the directions, together with a tensor's name
 */
public record RandomControl(Extrapolation extrapolation, long seed) implements DeltaMethod {
    private static final String CARD = """
            # A control for LoX, moved at random

            The weights were moved along random directions (seed %d), as many and as far as LoX (arXiv 2506.15606) would
            have moved them along those of their alignment: by a random matrix of rank k for each weight, with the
            Frobenius norm of α·Proj_k(W_aligned − W_base). It is there to be compared with, and no safer for it.""";

    @Override
    public void check(Problems problems) {
        DeltaMethod.super.check(problems);
        if (extrapolation.rank().isFull())
            problems.add(
                    "%s: expected %s as %s, got full",
                    Setting.of("method", "random"), Setting.of("rank"), RankChoice.PARTIAL);
    }

    @Override
    public String label() {
        return "random";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.ALIGNED, Role.BASE);
    }

    @Override
    public ObjectNode describe(ObjectNode options) {
        options.put("method", label()).put("seed", seed);
        extrapolation.describe(options);
        return options;
    }

    @Override
    public WeightMethod withAlpha(double alpha) {
        return new RandomControl(extrapolation.withAlpha(alpha), seed);
    }

    @Override
    public String caption() {
        return "control: random directions of the same norm, " + extrapolation.words() + ", seed " + seed;
    }

    @Override
    public String card() {
        return CARD.formatted(seed);
    }

    @Override
    public List<List<String>> cardRows(Collection<TensorOutcome> outcomes) {
        return extrapolation.cardRows(outcomes);
    }

    @Override
    public String treatment() {
        return "randomised";
    }

    @Override
    public LowRank update(TruncatedSvd svd, String tensor, long matrix, NativeScope scope) {
        return new RandomDirections(seed, tensor, matrix)
                .matrix(
                        svd.u().rows(),
                        Math.toIntExact(svd.v().rows()),
                        svd.rank(),
                        extrapolation.distance(svd.sigma(), svd.rank()),
                        scope);
    }

    @Override
    public LowRank adapted(TruncatedSvd svd, LoraPair pair, int kept, NativeScope scope) {
        double norm = extrapolation.distance(svd.sigma(), kept) * Math.abs(pair.scaling());
        double[] weights =
                Arrays.stream(svd.sigma()).map(s -> s * pair.scaling()).toArray();
        try (NativeScope work = new NativeScope()) {
            LowRank own = LowRank.of(svd, weights, work);
            LowRank random = new RandomDirections(seed, pair.weight(), 0)
                    .matrix(own.left().rows(), Math.toIntExact(own.right().rows()), kept, norm, work);
            return own.plus(random, scope);
        }
    }

    @Override
    public int adaptedRank(int rank) {
        return rank
                + extrapolation.rank().fixed().stream()
                        .map(k -> Math.min(k, rank))
                        .sum();
    }

    @Override
    public long workBytes(long rows, int cols, Numerics numerics) {
        return DeltaMethod.super.workBytes(rows, cols, numerics)
                + RandomDirections.workBytes(
                        rows, cols, extrapolation.rank().fixed().orElse(0));
    }
}
