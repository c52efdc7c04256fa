// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/** f64 vectors of one length as the rows of a matrix that grows at its end, contiguous so that one product takes them all. */
final class VectorStack implements AutoCloseable {
    private final int length;
    private NativeScope scope = new NativeScope();
    private DoubleMatrix rows;
    private int count;

    VectorStack(int length, int capacity) {
        this.length = length;
        this.rows = scope.doubles(capacity, length);
    }

    /** [count, length]; a view that holds until the next append. */
    DoubleMatrix all() {
        return rows.rows(0, count);
    }

    /** The last {@code n} rows. */
    DoubleMatrix last(int n) {
        return rows.rows(count - n, n);
    }

    /** Room for {@code n} more, to be filled. */
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
