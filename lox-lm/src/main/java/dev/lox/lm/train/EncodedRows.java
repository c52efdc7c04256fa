// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.List;

/**
 * Rows as tokens.
 *
 * @param rows in their order
 * @param truncated number of rows cut to the maximum length
 * @param dropped number of rows without any target tokens
 * @param skipped the reason for each skipped row
 */
record EncodedRows<T>(List<T> rows, int truncated, int dropped, List<String> skipped) {
    EncodedRows {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }
}
