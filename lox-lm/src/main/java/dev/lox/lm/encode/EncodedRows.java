// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import java.util.List;

/**
 * Rows as tokens.
 *
 * @param rows in their order
 * @param truncated how many of them lost their end to the maximum length
 * @param dropped rows of which nothing was left to learn
 * @param skipped why each row that does not fit was passed over
 */
public record EncodedRows<T>(List<T> rows, int truncated, int dropped, List<String> skipped) {
    public EncodedRows {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }
}
