// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

/** A row-major f64 matrix in native memory, or a view of some of its rows. It is freed by its {@link NativeScope}. */
public final class DoubleMatrix {
    private static final int CHUNK = 1 << 14;

    private final NativeScope owner;
    private final DoublePointer data;
    private final long rows;
    private final int cols;

    DoubleMatrix(NativeScope owner, DoublePointer data, long rows, int cols) {
        this.owner = owner;
        this.data = data;
        this.rows = rows;
        this.cols = cols;
    }

    public long rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /** @throws IllegalStateException if the scope was closed */
    DoublePointer data() {
        owner.checkOpen();
        return data;
    }

    /** A view of rows {@code first} to {@code first + count} (exclusive). */
    public DoubleMatrix rows(long first, long count) {
        if (first < 0 || count < 0 || first + count > rows)
            throw new IndexOutOfBoundsException("rows " + first + " + " + count + " of " + rows);
        return new DoubleMatrix(owner, data().getPointer(first * cols), count, cols);
    }

    /** A view of the same memory as a matrix of another shape with at most as many elements. */
    DoubleMatrix reshaped(long rows, int cols) {
        if (rows * cols > this.rows * this.cols)
            throw new IndexOutOfBoundsException(rows + "×" + cols + " of " + this.rows + "×" + this.cols);
        return new DoubleMatrix(owner, data, rows, cols);
    }

    /** All elements, row by row. */
    public double[] toArray() {
        double[] all = new double[Math.toIntExact(rows * cols)];
        data().get(all);
        return all;
    }

    /** Overwrites all elements, row by row. */
    public void set(double[] all) {
        if (all.length != rows * cols)
            throw new IllegalArgumentException(all.length + " values for " + rows + "×" + cols);
        data().put(all);
    }

    /** Overwrites all elements with those of a matrix of the same size. */
    void set(DoubleMatrix from) {
        if (from.rows * from.cols != rows * cols)
            throw new IllegalArgumentException(from.rows + "×" + from.cols + " into " + rows + "×" + cols);
        Pointer.memcpy(data(), from.data(), 8 * rows * cols);
    }

    /** Overwrites the block at {@code row} and {@code col} with rows of {@code width} values. */
    void setBlock(long row, int col, int width, double[] from) {
        for (int r = 0; r < from.length / width; r++)
            data().getPointer((row + r) * cols + col).put(from, r * width, width);
    }

    /** Overwrites this matrix [k, n] with the transpose of {@code from} [n, k]. */
    void widenTransposed(FloatMatrix from) {
        int k = from.cols();
        int step = Math.max(1, CHUNK / k);
        float[] narrow = new float[step * k];
        double[] row = new double[step];
        for (long first = 0; first < from.rows(); first += step) {
            int count = (int) Math.min(step, from.rows() - first);
            from.get(first, count, narrow);
            for (int i = 0; i < k; i++) {
                for (int r = 0; r < count; r++) row[r] = narrow[r * k + i];
                data().getPointer(i * (long) cols + first).put(row, 0, count);
            }
        }
    }

    /** Overwrites {@code to} [n, k] with the transpose of this matrix [k, n], rounded to f32. */
    void narrowTransposed(FloatMatrix to) {
        int k = to.cols();
        int step = Math.max(1, CHUNK / k);
        float[] narrow = new float[step * k];
        double[] row = new double[step];
        for (long first = 0; first < to.rows(); first += step) {
            int count = (int) Math.min(step, to.rows() - first);
            for (int i = 0; i < k; i++) {
                data().getPointer(i * (long) cols + first).get(row, 0, count);
                for (int r = 0; r < count; r++) narrow[r * k + i] = (float) row[r];
            }
            to.put(first, count, narrow);
        }
    }

    /** Overwrites this matrix with the f32 one of the same shape. */
    void widen(FloatMatrix from) {
        checkShape(from);
        float[] narrow = new float[CHUNK];
        double[] wide = new double[CHUNK];
        long n = rows * cols;
        for (long at = 0; at < n; at += CHUNK) {
            int count = (int) Math.min(CHUNK, n - at);
            from.data().getPointer(at).get(narrow, 0, count);
            for (int i = 0; i < count; i++) wide[i] = narrow[i];
            data().getPointer(at).put(wide, 0, count);
        }
    }

    /** Overwrites {@code to} with this matrix, rounded to f32. */
    void narrow(FloatMatrix to) {
        checkShape(to);
        float[] narrow = new float[CHUNK];
        double[] wide = new double[CHUNK];
        long n = rows * cols;
        for (long at = 0; at < n; at += CHUNK) {
            int count = (int) Math.min(CHUNK, n - at);
            data().getPointer(at).get(wide, 0, count);
            for (int i = 0; i < count; i++) narrow[i] = (float) wide[i];
            to.data().getPointer(at).put(narrow, 0, count);
        }
    }

    private void checkShape(FloatMatrix other) {
        if (other.rows() != rows || other.cols() != cols)
            throw new IllegalArgumentException(other.rows() + "×" + other.cols() + " and " + rows + "×" + cols);
    }
}
