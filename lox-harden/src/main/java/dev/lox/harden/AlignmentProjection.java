// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.linalg.Blas;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.NativeScope;
import java.io.IOException;

/**
 * C·D of one matrix, C = V·Vᵀ / ‖V‖_F, as a product of which one factor is in memory: of V·Vᵀ [m, m] and Vᵀ·D [n, n]
 * the smaller one is formed, and the rows of C·D come from it a chunk at a time.
 */
final class AlignmentProjection implements RowUpdate {
    /** Rows of the left factor; valid until the next call. */
    private interface Left {
        FloatMatrix rows(long first, int count) throws IOException;
    }

    private final Left left;
    private final FloatMatrix right;
    private final FloatMatrix product;
    private final double norm;

    private AlignmentProjection(Left left, FloatMatrix right, FloatMatrix product, double norm) {
        this.left = left;
        this.right = right;
        this.product = product;
        this.norm = norm;
    }

    static AlignmentProjection of(StoredDelta v, StoredDelta d, NativeScope scope) throws IOException {
        int n = v.cols();
        int m = Math.toIntExact(Math.min(v.rows(), n));
        FloatMatrix product = scope.floats(Chunk.rows(n), n);
        FloatMatrix square = scope.floats(m, m);
        if (v.rows() > n) {
            Chunks ofV = new Chunks(v, scope);
            Chunks ofD = new Chunks(d, scope);
            double squares = 0;
            for (long first = 0; first < v.rows(); first += ofV.step()) {
                int count = (int) Math.min(ofV.step(), v.rows() - first);
                FloatMatrix part = ofV.rows(first, count);
                squares += part.sumOfSquares();
                Blas.sgemm(true, part, false, ofD.rows(first, count), 1, first == 0 ? 0 : 1, square);
            }
            return new AlignmentProjection(ofV::rows, square, product, Math.sqrt(squares));
        }
        double norm;
        try (NativeScope work = new NativeScope()) {
            FloatMatrix whole = resident(v, work);
            norm = Math.sqrt(whole.sumOfSquares());
            Blas.sgemm(false, whole, true, whole, 1, 0, square);
        }
        return new AlignmentProjection(square::rows, resident(d, scope), product, norm);
    }

    /** Native memory it takes, in bytes. */
    static long workBytes(long rows, int cols) {
        long chunks = 3 * 4L * Chunk.rows(cols) * cols;
        return chunks + (rows > cols ? 4L * cols * cols : 4 * rows * (rows + cols));
    }

    private static FloatMatrix resident(StoredDelta delta, NativeScope scope) throws IOException {
        FloatMatrix whole = scope.floats(delta.rows(), delta.cols());
        int step = Chunk.rows(delta.cols());
        float[] values = new float[Math.multiplyExact(step, delta.cols())];
        for (long first = 0; first < delta.rows(); first += step) {
            int count = (int) Math.min(step, delta.rows() - first);
            delta.read(first, count, values);
            whole.put(first, count, values);
        }
        return whole;
    }

    /** Rows of a delta, formed when they are asked for. */
    private static final class Chunks {
        private final StoredDelta delta;
        private final FloatMatrix buffer;
        private final float[] values;

        Chunks(StoredDelta delta, NativeScope scope) {
            this.delta = delta;
            this.buffer = scope.floats(Chunk.rows(delta.cols()), delta.cols());
            this.values = new float[Math.multiplyExact(step(), delta.cols())];
        }

        int step() {
            return Math.toIntExact(buffer.rows());
        }

        FloatMatrix rows(long first, int count) throws IOException {
            delta.read(first, count, values);
            buffer.put(0, count, values);
            return buffer.rows(0, count);
        }
    }

    /** ‖V‖_F; without any there is no C. */
    double norm() {
        return norm;
    }

    @Override
    public void rows(long first, int count, float[] to) throws IOException {
        FloatMatrix part = product.rows(0, count);
        Blas.sgemm(false, left.rows(first, count), false, right, (float) (1 / norm), 0, part);
        part.get(0, count, to);
    }
}
