// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/** A growing list of f64 vectors of equal length, stored contiguously as rows so that one product covers them all. */
final class VectorStack implements AutoCloseable {
    private final int length;
    private NativeScope scope = new NativeScope();
    private DoubleMatrix rows;
    private int count;

    VectorStack(int length, int capacity) {
        this.length = length;
        this.rows = scope.doubles(capacity, length);
    }

    /** A view [count, length], valid until the next append. */
    DoubleMatrix all() {
        return rows.rows(0, count);
    }

    /** The last {@code n} rows. */
    DoubleMatrix last(int n) {
        return rows.rows(count - n, n);
    }

    /** Appends {@code n} rows, which the caller has to fill. */
    DoubleMatrix append(int n) {
        if (count + n > rows.rows()) grow(Math.max(count + n, 2 * rows.rows()));
        count += n;
        return last(n);
    }

    private void grow(long capacity) {
        NativeScope larger = new NativeScope();
        DoubleMatrix moved = larger.doubles(capacity, length);
        moved.rows(0, count).set(all());
        scope.close();
        scope = larger;
        rows = moved;
    }

    @Override
    public void close() {
        scope.close();
    }
}
