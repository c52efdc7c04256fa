// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.linalg.FloatCodec;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import java.io.IOException;

/** Rows of what is added to a matrix. */
interface RowUpdate {
    /** Fills {@code to} with rows {@code first} to {@code first + count}. */
    void rows(long first, int count, float[] to) throws IOException;

    /** L·Rᵀ, formed a chunk at a time. */
    static RowUpdate of(LowRank update, NativeScope scope) {
        int cols = Math.toIntExact(update.right().rows());
        FloatMatrix buffer = scope.floats(Chunk.rows(cols), cols);
        return (first, count, to) -> {
            FloatMatrix part = buffer.rows(0, count);
            update.rows(first, part);
            part.get(0, count, to);
        };
    }

    /** α·ΔW, the whole delta. */
    static RowUpdate of(StoredDelta delta, double alpha) {
        return (first, count, to) -> {
            delta.read(first, count, to);
            int n = count * delta.cols();
            for (int i = 0; i < n; i++) to[i] = (float) (alpha * to[i]);
            if (delta.arithmetic() == Arithmetic.REFERENCE) FloatCodec.round(DType.BF16, to, n);
        };
    }
}
