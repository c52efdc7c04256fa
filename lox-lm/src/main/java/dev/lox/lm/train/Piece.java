// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.List;

/** Consecutive tokens, either all targets or none. */
record Piece(int[] tokens, boolean learned) {
    /** The number of tokens of a row. */
    static int length(List<Piece> pieces) {
        return pieces.stream().mapToInt(p -> p.tokens.length).sum();
    }
}
