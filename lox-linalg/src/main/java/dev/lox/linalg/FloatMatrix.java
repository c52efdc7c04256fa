// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** A row-major f32 matrix in native memory, or a view of some of its rows. It is freed by its {@link NativeScope}. */
public final class FloatMatrix {
    private static final long DOT = 1L << 20;

    private final NativeScope owner;
    private final FloatPointer data;
    private final long rows;
    private final int cols;

    FloatMatrix(NativeScope owner, FloatPointer data, long rows, int cols) {
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
    FloatPointer data() {
        owner.checkOpen();
        return data;
    }

    /** A view of rows {@code first} to {@code first + count} (exclusive). */
    public FloatMatrix rows(long first, long count) {
        check(first, count);
        return new FloatMatrix(owner, data().getPointer(first * cols), count, cols);
    }

    /** Overwrites {@code count} rows from {@code first} on with the values of {@code from}. */
    public void put(long first, int count, float[] from) {
        check(first, count);
        data().getPointer(first * cols).put(from, 0, count * cols);
    }

    /** Copies {@code count} rows from {@code first} on to the front of {@code to}. */
    public void get(long first, int count, float[] to) {
        check(first, count);
        data().getPointer(first * cols).get(to, 0, count * cols);
    }

    /** ‖A‖_F², to 1e-7 relative: OpenBLAS sums short runs in f32. Not finite if any element is not finite. */
    public double sumOfSquares() {
        double sum = 0;
        // cblas lengths are 32-bit.
        for (long at = 0, n = rows * cols; at < n; at += DOT) {
            FloatPointer part = data().getPointer(at);
            sum += openblas.cblas_dsdot((int) Math.min(DOT, n - at), part, 1, part, 1);
        }
        return sum;
    }

    private void check(long first, long count) {
        if (first < 0 || count < 0 || first + count > rows)
            throw new IndexOutOfBoundsException("rows " + first + " + " + count + " of " + rows);
    }
}
