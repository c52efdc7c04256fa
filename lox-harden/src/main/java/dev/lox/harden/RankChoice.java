// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.BadInputException;

/** How many singular directions of a delta are kept. */
public sealed interface RankChoice {
    /** The same number for every tensor; those that have fewer keep all. */
    record Fixed(int rank) implements RankChoice {
        public Fixed {
            if (rank <= 0) throw new IllegalArgumentException("rank must be positive: " + rank);
        }

        @Override
        public String toString() {
            return Integer.toString(rank);
        }
    }

    /** The whole delta, without a decomposition: the ExPO method of weak-to-strong extrapolation. */
    record Full() implements RankChoice {
        @Override
        public String toString() {
            return "full";
        }
    }

    /** Per tensor, the singular values above the optimal hard threshold for its noise (Gavish &amp; Donoho 2014). */
    record Auto() implements RankChoice {
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
        public String toString() {
            return "energy:" + share;
        }
    }

    /**
     * As typed: {@code 6}, {@code full} (or 0, as in the reference), {@code auto}, {@code energy:0.9}.
     *
     * @throws BadInputException for anything else
     */
    static RankChoice parse(String text) {
        try {
            if (text.equals("full")) return new Full();
            if (text.equals("auto")) return new Auto();
            if (text.startsWith("energy:")) return new Energy(Double.parseDouble(text.substring("energy:".length())));
            int rank = Integer.parseInt(text);
            return rank == 0 ? new Full() : new Fixed(rank);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "--rank: expected a positive number, full, auto or energy:SHARE with a share below 1, got " + text);
        }
    }
}
