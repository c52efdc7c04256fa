// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/**
 * How far, and along how many directions, weights are pushed past their alignment.
 *
 * @param rank singular directions of the delta that are kept
 * @param alpha multiple of the kept delta that is added to the aligned weights
 */
public record Extrapolation(RankChoice rank, double alpha) {
    /** The paper's choice. */
    public static final Extrapolation DEFAULT = new Extrapolation(new RankChoice.Fixed(6), 1.25);

    public Extrapolation {
        if (!Double.isFinite(alpha)) throw new IllegalArgumentException("alpha must be finite: " + alpha);
    }
}
