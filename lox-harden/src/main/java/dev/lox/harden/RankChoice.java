// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import java.util.OptionalInt;

/** How many leading singular directions of a delta are kept. */
public sealed interface RankChoice {
    /** What {@link #parse} reads, less {@code full}. */
    String PARTIAL = "a number, auto, energy:SHARE or entropy:ETA";

    /** What {@link #parse} reads. */
    String SYNTAX = "a positive number, full, auto, energy:SHARE with a share below 1, or entropy:ETA with ETA up to 1";

    /**
     * Directions kept of a delta that is not zero.
     *
     * @param sigma all singular values, descending
     * @param rows rows of the delta
     * @param cols columns of the delta
     */
    int of(double[] sigma, long rows, long cols);

    /** The number of directions, if it does not depend on the spectrum. */
    default OptionalInt fixed() {
        return OptionalInt.empty();
    }

    /** Whether the whole delta is kept, so that no decomposition is needed. */
    default boolean isFull() {
        return false;
    }

    /** The same number for every tensor; those that have fewer keep all. */
    record Fixed(int rank) implements RankChoice {
        public Fixed {
            if (rank <= 0) throw new IllegalArgumentException("rank must be positive: " + rank);
        }

        @Override
        public int of(double[] sigma, long rows, long cols) {
            return Math.min(rank, sigma.length);
        }

        @Override
        public OptionalInt fixed() {
            return OptionalInt.of(rank);
        }

        @Override
        public String toString() {
            return Integer.toString(rank);
        }
    }

    /** The whole delta: the ExPO method of weak-to-strong extrapolation. */
    record Full() implements RankChoice {
        @Override
        public int of(double[] sigma, long rows, long cols) {
            return sigma.length;
        }

        @Override
        public boolean isFull() {
            return true;
        }

        @Override
        public String toString() {
            return "full";
        }
    }

    /** Per tensor, the singular values above the optimal hard threshold for its noise (Gavish &amp; Donoho 2014). */
    record Auto() implements RankChoice {
        @Override
        public int of(double[] sigma, long rows, long cols) {
            return RankRule.optimalHardThreshold(sigma, rows, cols);
        }

        @Override
        public String toString() {
            return "auto";
        }
    }

    /** Per tensor, the fewest that hold this share of ‖ΔW‖_F². */
    record Energy(double share) implements RankChoice {
        public Energy {
            if (!(share > 0 && share < 1))
                throw new IllegalArgumentException("energy share must lie between 0 and 1: " + share);
        }

        @Override
        public int of(double[] sigma, long rows, long cols) {
            return RankRule.energyShare(sigma, share);
        }

        @Override
        public String toString() {
            return "energy:" + share;
        }
    }

    /** Per tensor, the fewest whose part of the spectrum's entropy reaches {@code eta} (LSSF, arXiv 2602.00038). */
    record Entropy(double eta) implements RankChoice {
        public Entropy {
            if (!(eta > 0 && eta <= 1)) throw new IllegalArgumentException("eta must lie above 0, up to 1: " + eta);
        }

        @Override
        public int of(double[] sigma, long rows, long cols) {
            return RankRule.entropyShare(sigma, eta);
        }

        @Override
        public String toString() {
            return "entropy:" + eta;
        }
    }

    /**
     * As typed: {@code 6}, {@code full} (or 0, as in the reference), {@code auto}, {@code energy:0.9}, {@code entropy:0.5}.
     *
     * @throws InvalidInputException for anything else
     */
    static RankChoice parse(String text) {
        try {
            if (text.equals("full")) return new Full();
            if (text.equals("auto")) return new Auto();
            if (text.startsWith("energy:")) return new Energy(Double.parseDouble(text.substring("energy:".length())));
            if (text.startsWith("entropy:"))
                return new Entropy(Double.parseDouble(text.substring("entropy:".length())));
            int rank = Integer.parseInt(text);
            return rank == 0 ? new Full() : new Fixed(rank);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("%s: expected %s, got %s", Setting.of("rank"), SYNTAX, text);
        }
    }
}
