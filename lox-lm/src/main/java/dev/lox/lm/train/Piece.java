// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.List;

/** Consecutive tokens of one use. */
record Piece(int[] tokens, Use use) {
    enum Use {
        /** A target only where all of a row is. */
        CONTEXT,
        TARGET,
        /** Never a target. */
        UNLEARNED
    }

    /** The number of tokens of a row. */
    static int length(List<Piece> pieces) {
        return pieces.stream().mapToInt(p -> p.tokens.length).sum();
    }
}
