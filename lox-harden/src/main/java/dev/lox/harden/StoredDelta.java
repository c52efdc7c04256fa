// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Setting;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.FloatCodec;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import java.io.IOException;

/**
 * ΔW = aligned − base of one matrix, formed from stored rows: in f32, or in f64 and rounded to f32 where one of the two
 * is stored in f64.
 */
public final class StoredDelta {
    private final MatrixReader base;
    private final MatrixReader aligned;
    private final long rows;
    private final int cols;
    private final Arithmetic arithmetic;
    private final boolean wide;

    /** The first {@code rows} rows of the {@code matrix}-th of a tensor's matrices. */
    StoredDelta(TensorBytes base, TensorBytes aligned, long matrix, long rows, Arithmetic arithmetic) {
        this.base = new MatrixReader(base, matrix);
        this.aligned = new MatrixReader(aligned, matrix);
        this.rows = rows;
        this.cols = Math.toIntExact(base.tensor().shape().dim(-1));
        this.arithmetic = arithmetic;
        this.wide = arithmetic == Arithmetic.FAITHFUL
                && (base.tensor().dtype() == DType.F64 || aligned.tensor().dtype() == DType.F64);
    }

    /** The delta of whole two-dimensional tensors of one shape, with stored values as they are. */
    public static StoredDelta of(StoredTensor base, StoredTensor aligned) {
        return between(base, aligned, 0, base.shape().dim(-2), new IoBuffer());
    }

    /**
     * The first {@code rows} rows of {@code to − from} for the {@code matrix}-th matrix of both, with stored values as
     * they are.
     *
     * @param buffer for reading; one delta at a time may use it
     */
    public static StoredDelta between(StoredTensor from, StoredTensor to, long matrix, long rows, IoBuffer buffer) {
        return new StoredDelta(
                new TensorBytes(from, null, buffer),
                new TensorBytes(to, null, buffer),
                matrix,
                rows,
                Arithmetic.FAITHFUL);
    }

    /** {@code to − from} for the {@code matrix}-th matrix of both, with stored values as they are. */
    public static StoredDelta between(TensorBytes from, TensorBytes to, long matrix) {
        return new StoredDelta(from, to, matrix, from.tensor().shape().dim(-2), Arithmetic.FAITHFUL);
    }

    public long rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /** What casting one of the two to the other's type would make of it: a delta of that size may be no more than a cast. */
    CastNoise castNoise() {
        return CastNoise.between(base.tensor().dtype(), aligned.tensor().dtype());
    }

    private int chunkRows() {
        return (int) Math.min(Math.max(1, rows), Chunk.rows(cols));
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    /** Fills {@code delta} with {@code count} rows of ΔW. */
    public void read(long first, int count, float[] delta) throws IOException {
        read(first, count, delta, new float[count * cols]);
    }

    /** Fills {@code delta} with {@code count} rows of ΔW, and {@code weights} with those of the aligned matrix. */
    private void read(long first, int count, float[] delta, float[] weights) throws IOException {
        int n = count * cols;
        if (wide) {
            double[] w = new double[n];
            double[] b = new double[n];
            aligned.read(first, count, w);
            base.read(first, count, b);
            for (int i = 0; i < n; i++) {
                delta[i] = (float) (w[i] - b[i]);
                weights[i] = (float) w[i];
            }
            return;
        }
        aligned.read(first, count, weights);
        base.read(first, count, delta);
        if (arithmetic == Arithmetic.REFERENCE) {
            FloatCodec.round(DType.BF16, weights, n);
            FloatCodec.round(DType.BF16, delta, n);
        }
        for (int i = 0; i < n; i++) delta[i] = weights[i] - delta[i];
        if (arithmetic == Arithmetic.REFERENCE) FloatCodec.round(DType.BF16, delta, n);
    }

    /** Sees rows of ΔW and of the aligned weights, in order; the arrays are overwritten afterwards. */
    interface Walk {
        void rows(long first, int count, float[] delta, float[] weights) throws IOException;
    }

    void walk(Walk walk) throws IOException {
        int step = chunkRows();
        float[] delta = new float[Math.multiplyExact(step, cols)];
        float[] weights = new float[delta.length];
        for (long first = 0; first < rows; first += step) {
            int count = (int) Math.min(step, rows - first);
            read(first, count, delta, weights);
            walk.rows(first, count, delta, weights);
        }
    }

    /** Reads ΔW once and keeps it in {@code scope}, 4 bytes an element. */
    public RowPanels resident(NativeScope scope) throws IOException {
        return resident(scope, (delta, weights, n) -> {});
    }

    /** Sees the first {@code n} elements of ΔW and of the aligned weights in passing. */
    @FunctionalInterface
    public interface Glance {
        void elements(float[] delta, float[] weights, int n);
    }

    /** Reads ΔW once and keeps it in {@code scope}, showing it and the aligned weights in passing. */
    public RowPanels resident(NativeScope scope, Glance glance) throws IOException {
        FloatMatrix matrix = scope.floats(rows, cols);
        double[] squares = {0};
        walk((first, count, delta, weights) -> {
            matrix.put(first, count, delta);
            squares[0] += matrix.rows(first, count).sumOfSquares();
            glance.elements(delta, weights, count * cols);
        });
        return RowPanels.of(matrix, Math.sqrt(checked(squares[0])));
    }

    /** ΔW that is read anew on each walk, for matrices too large to keep. */
    public RowPanels streamed(NativeScope scope, Glance glance) throws IOException {
        FloatMatrix buffer = scope.floats(chunkRows(), cols);
        double[] squares = {0};
        walk((first, count, delta, weights) -> {
            buffer.put(0, count, delta);
            squares[0] += buffer.rows(0, count).sumOfSquares();
            glance.elements(delta, weights, count * cols);
        });
        double frobenius = Math.sqrt(checked(squares[0]));
        return new RowPanels() {
            @Override
            public long rows() {
                return rows;
            }

            @Override
            public int cols() {
                return cols;
            }

            @Override
            public double frobenius() {
                return frobenius;
            }

            @Override
            public void forEach(Visitor visitor) throws IOException {
                walk((first, count, delta, weights) -> {
                    buffer.put(0, count, delta);
                    for (int r = 0; r < count; r += PANEL)
                        visitor.panel(first + r, buffer.rows(r, Math.min(PANEL, count - r)));
                });
            }
        };
    }

    private double checked(double squares) {
        if (!Double.isFinite(squares))
            throw new InvalidTensorException(
                    "tensor %s: holds NaN or infinity in %s or %s; repair it or name it in %s",
                    aligned.tensor().name(),
                    base.tensor().file().path(),
                    aligned.tensor().file().path(),
                    Setting.of("exclude"));
        return squares;
    }
}
