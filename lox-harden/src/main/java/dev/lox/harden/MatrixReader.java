// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.FloatCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Rows of one matrix of a stored tensor, as numbers. */
final class MatrixReader {
    private final StoredTensor tensor;
    private final long offset;
    private final int cols;
    private final IoBuffer buffer;

    /** The {@code matrix}-th of the matrices that the tensor's last two dimensions span. */
    MatrixReader(StoredTensor tensor, long matrix, IoBuffer buffer) {
        this.tensor = tensor;
        this.buffer = buffer;
        this.cols = Math.toIntExact(tensor.shape().dim(-1));
        this.offset = matrix * tensor.shape().dim(-2) * cols * tensor.dtype().bytes();
    }

    StoredTensor tensor() {
        return tensor;
    }

    void read(long first, int rows, float[] to) throws IOException {
        FloatCodec.decode(tensor.dtype(), fill(first, rows), to, rows * cols);
    }

    void read(long first, int rows, double[] to) throws IOException {
        FloatCodec.decode(tensor.dtype(), fill(first, rows), to, rows * cols);
    }

    private ByteBuffer fill(long first, int rows) throws IOException {
        int size = Math.multiplyExact(
                Math.multiplyExact(rows, cols), tensor.dtype().bytes());
        ByteBuffer bytes = buffer.ofSize(size);
        tensor.read(offset + first * cols * tensor.dtype().bytes(), bytes);
        return bytes.flip();
    }
}
