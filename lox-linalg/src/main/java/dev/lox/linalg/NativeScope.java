// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Owner of native memory for one unit of work: everything allocated through a scope is freed when it is closed. A scope
 * must stay on the thread that opened it; using its matrices after it was closed throws an {@link
 * IllegalStateException}.
 */
public final class NativeScope implements AutoCloseable {
    private static final AtomicLong LIVE = new AtomicLong();
    private static final AtomicLong PEAK = new AtomicLong();

    private final List<Pointer> owned = new ArrayList<>();
    private final List<BytePointer> borrowed = new ArrayList<>();
    private final @Nullable NativePool pool;
    private long bytes;
    private boolean closed;

    /** A scope that allocates from the system. */
    public NativeScope() {
        this.pool = null;
    }

    /** A scope that allocates from {@code pool}. */
    public NativeScope(NativePool pool) {
        this.pool = pool;
    }

    static {
        OpenBlas.load();
    }

    /** Bytes currently held by open scopes. */
    public static long liveBytes() {
        return LIVE.get();
    }

    /** The largest number of bytes ever held by open scopes at once. */
    public static long peakBytes() {
        return PEAK.get();
    }

    /**
     * A row-major f32 matrix, not initialised.
     *
     * @throws OutOfMemoryError if the system has no memory left
     */
    public FloatMatrix floats(long rows, int cols) {
        long size = count(rows, cols, 4);
        FloatPointer data =
                pool == null ? own(new FloatPointer(Math.max(1, rows * cols))) : new FloatPointer(borrow(pool, size));
        return new FloatMatrix(this, data, rows, cols);
    }

    /** A row-major f64 matrix, not initialised. */
    public DoubleMatrix doubles(long rows, int cols) {
        long size = count(rows, cols, 8);
        DoublePointer data =
                pool == null ? own(new DoublePointer(Math.max(1, rows * cols))) : new DoublePointer(borrow(pool, size));
        return new DoubleMatrix(this, data, rows, cols);
    }

    /** A buffer for stored bytes, not initialised. */
    public NativeBytes bytes(long size) {
        count(size, 1, 1);
        return new NativeBytes(this, pool == null ? own(new BytePointer(Math.max(1, size))) : borrow(pool, size), size);
    }

    /** @throws IllegalStateException if this scope was closed, so that its memory may belong to others */
    void checkOpen() {
        if (closed) throw new IllegalStateException("this native memory was freed when its scope was closed");
    }

    private <P extends Pointer> P own(P pointer) {
        owned.add(pointer);
        return pointer;
    }

    private BytePointer borrow(NativePool from, long size) {
        BytePointer block = from.take(Math.max(1, size));
        borrowed.add(block);
        return block;
    }

    private long count(long rows, int cols, int elementBytes) {
        checkOpen();
        long more = Math.multiplyExact(Math.multiplyExact(rows, (long) cols), (long) elementBytes);
        bytes += more;
        PEAK.accumulateAndGet(LIVE.addAndGet(more), Math::max);
        return more;
    }

    @Override
    public void close() {
        closed = true;
        owned.forEach(Pointer::close);
        owned.clear();
        if (pool != null) borrowed.forEach(pool::give);
        borrowed.clear();
        LIVE.addAndGet(-bytes);
        bytes = 0;
    }
}
