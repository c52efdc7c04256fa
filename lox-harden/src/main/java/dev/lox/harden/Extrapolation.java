// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/**
 * How far, and along how many of which directions, weights are pushed past their alignment.
 *
 * @param rank singular directions of the delta that are kept
 * @param alpha multiple of the kept delta that is added to the aligned weights
 * @param direction whether that is added, or a random matrix of its rank and Frobenius norm
 */
public record Extrapolation(RankChoice rank, double alpha, Direction direction) {
    /** The paper's choice. */
    public static final Extrapolation DEFAULT = new Extrapolation(new RankChoice.Fixed(6), 1.25);

    public Extrapolation {
        if (!Double.isFinite(alpha)) throw new IllegalArgumentException("alpha must be finite: " + alpha);
    }

    /** Along the alignment delta. */
    public Extrapolation(RankChoice rank, double alpha) {
        this(rank, alpha, new Direction.Aligned());
    }

    /** As far as this, the same way. */
    public Extrapolation withAlpha(double other) {
        return new Extrapolation(rank, other, direction);
    }

    /** The same distance along random directions. */
    public Extrapolation atRandom(long seed) {
        return new Extrapolation(rank, alpha, new Direction.Random(seed));
    }

    /** Its name on the command line: {@code lox}, {@code expo} for the whole delta, or {@code random}. */
    public String method() {
        if (direction instanceof Direction.Random) return "random";
        return rank instanceof RankChoice.Full ? "expo" : "lox";
    }
}
