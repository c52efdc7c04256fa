// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** A row-major f32 matrix in native memory, or some rows of one; its {@link NativeScope} frees it. */
public final class FloatMatrix {
    private static final long DOT = 1L << 20;

    private final FloatPointer data;
    private final long rows;
    private final int cols;

    FloatMatrix(FloatPointer data, long rows, int cols) {
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

    FloatPointer data() {
        return data;
    }

    /** Rows {@code first} to {@code first + count}, the same memory. */
    public FloatMatrix rows(long first, long count) {
        check(first, count);
        return new FloatMatrix(data.getPointer(first * cols), count, cols);
    }

    /** Overwrites whole rows from {@code first} on with the first {@code count * cols} values of {@code from}. */
    public void put(long first, int count, float[] from) {
        check(first, count);
        data.getPointer(first * cols).put(from, 0, count * cols);
    }

    /** Copies whole rows from {@code first} on to the front of {@code to}. */
    public void get(long first, int count, float[] to) {
        check(first, count);
        data.getPointer(first * cols).get(to, 0, count * cols);
    }

    /** ‖A‖_F², summed in f64; not finite if an element is not. */
    public double sumOfSquares() {
        double sum = 0;
        // cblas counts in 32 bits.
        for (long at = 0, n = rows * cols; at < n; at += DOT) {
            FloatPointer part = data.getPointer(at);
            sum += openblas.cblas_dsdot((int) Math.min(DOT, n - at), part, 1, part, 1);
        }
        return sum;
    }

    private void check(long first, long count) {
        if (first < 0 || count < 0 || first + count > rows)
            throw new IndexOutOfBoundsException("rows " + first + " + " + count + " of " + rows);
    }
}
