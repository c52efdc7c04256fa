// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.FloatCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Rows of one matrix of a stored tensor, as numbers. */
final class MatrixReader {
    private final TensorBytes bytes;
    private final DType dtype;
    private final long offset;
    private final int cols;

    /** The {@code matrix}-th of the matrices that the tensor's last two dimensions span. */
    MatrixReader(TensorBytes bytes, long matrix) {
        Shape shape = bytes.tensor().shape();
        this.bytes = bytes;
        this.dtype = bytes.tensor().dtype();
        this.cols = Math.toIntExact(shape.dim(-1));
        this.offset = matrix * shape.dim(-2) * cols * dtype.bytes();
    }

    StoredTensor tensor() {
        return bytes.tensor();
    }

    void read(long first, int rows, float[] to) throws IOException {
        FloatCodec.decode(dtype, rows(first, rows), to, rows * cols);
    }

    void read(long first, int rows, double[] to) throws IOException {
        FloatCodec.decode(dtype, rows(first, rows), to, rows * cols);
    }

    private ByteBuffer rows(long first, int rows) throws IOException {
        int size = Math.multiplyExact(Math.multiplyExact(rows, cols), dtype.bytes());
        return bytes.at(offset + first * cols * dtype.bytes(), size);
    }
}
