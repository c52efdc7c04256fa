// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import org.bytedeco.javacpp.DoublePointer;

/** A row-major f64 matrix in native memory, or some rows of one; its {@link NativeScope} frees it. */
public final class DoubleMatrix {
    private static final int CHUNK = 1 << 14;

    private final DoublePointer data;
    private final long rows;
    private final int cols;

    DoubleMatrix(DoublePointer data, long rows, int cols) {
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

    DoublePointer data() {
        return data;
    }

    /** Rows {@code first} to {@code first + count}, the same memory. */
    public DoubleMatrix rows(long first, long count) {
        if (first < 0 || count < 0 || first + count > rows)
            throw new IndexOutOfBoundsException("rows " + first + " + " + count + " of " + rows);
        return new DoubleMatrix(data.getPointer(first * cols), count, cols);
    }

    /** All elements, row by row. */
    public double[] toArray() {
        double[] all = new double[Math.toIntExact(rows * cols)];
        data.get(all);
        return all;
    }

    /** Overwrites all elements, row by row. */
    public void set(double[] all) {
        if (all.length != rows * cols)
            throw new IllegalArgumentException(all.length + " values for " + rows + "×" + cols);
        data.put(all);
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
            data.getPointer(at).put(wide, 0, count);
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
            data.getPointer(at).get(wide, 0, count);
            for (int i = 0; i < count; i++) narrow[i] = (float) wide[i];
            to.data().getPointer(at).put(narrow, 0, count);
        }
    }

    private void checkShape(FloatMatrix other) {
        if (other.rows() != rows || other.cols() != cols)
            throw new IllegalArgumentException(other.rows() + "×" + other.cols() + " and " + rows + "×" + cols);
    }
}
