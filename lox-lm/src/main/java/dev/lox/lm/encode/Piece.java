// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import java.util.List;

/** Tokens one behind another of which all or none are learned. */
record Piece(int[] tokens, boolean learned) {
    /** Of a row, by number of tokens. */
    static int length(List<Piece> pieces) {
        return pieces.stream().mapToInt(p -> p.tokens.length).sum();
    }
}
