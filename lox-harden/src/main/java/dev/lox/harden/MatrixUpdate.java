// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import org.jspecify.annotations.Nullable;

/**
 * What one matrix gets.
 *
 * @param factors what is added in factored form; null if that is nothing, or the whole delta
 * @param whole what is added otherwise; null if that is nothing
 */
record MatrixUpdate(@Nullable LowRank factors, @Nullable RowUpdate whole, TensorOutcome outcome) {
    static MatrixUpdate none() {
        return new MatrixUpdate(null, null, new TensorOutcome.Copied("unchanged"));
    }

    /** Null where nothing is added: adding zero would still turn a stored -0 into 0. */
    @Nullable
    RowUpdate rows(NativeScope scope) {
        if (factors == null) return whole;
        return factors.left().sumOfSquares() == 0 ? null : RowUpdate.of(factors, scope);
    }
}
