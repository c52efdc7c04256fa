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
 * Owner of native memory for one unit of work: what is allocated through it is freed when it closes. A scope stays on
 * the thread that opened it, and its matrices must not be used after it.
 */
public final class NativeScope implements AutoCloseable {
    private static final AtomicLong LIVE = new AtomicLong();
    private static final AtomicLong PEAK = new AtomicLong();

    private final List<Pointer> owned = new ArrayList<>();
    private final List<BytePointer> borrowed = new ArrayList<>();
    private final @Nullable NativePool pool;
    private long bytes;

    /** A scope whose memory comes from the system and goes back to it. */
    public NativeScope() {
        this.pool = null;
    }

    /** A scope whose memory comes from {@code pool} and goes back to it. */
    public NativeScope(NativePool pool) {
        this.pool = pool;
    }

    static {
        OpenBlas.load();
    }

    /** Bytes that open scopes hold now. */
    public static long liveBytes() {
        return LIVE.get();
    }

    /** Most bytes that open scopes ever held at once. */
    public static long peakBytes() {
        return PEAK.get();
    }

    /**
     * A row-major f32 matrix, not initialised.
     *
     * @throws OutOfMemoryError if the system has no more
     */
    public FloatMatrix floats(long rows, int cols) {
        long size = count(rows, cols, 4);
        FloatPointer data =
                pool == null ? own(new FloatPointer(Math.max(1, rows * cols))) : new FloatPointer(borrow(pool, size));
        return new FloatMatrix(data, rows, cols);
    }

    /** A row-major f64 matrix, not initialised. */
    public DoubleMatrix doubles(long rows, int cols) {
        long size = count(rows, cols, 8);
        DoublePointer data =
                pool == null ? own(new DoublePointer(Math.max(1, rows * cols))) : new DoublePointer(borrow(pool, size));
        return new DoubleMatrix(data, rows, cols);
    }

    /** Room for stored bytes, not initialised. */
    public NativeBytes bytes(long size) {
        count(size, 1, 1);
        return new NativeBytes(pool == null ? own(new BytePointer(Math.max(1, size))) : borrow(pool, size), size);
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
        long more = Math.multiplyExact(Math.multiplyExact(rows, (long) cols), (long) elementBytes);
        bytes += more;
        PEAK.accumulateAndGet(LIVE.addAndGet(more), Math::max);
        return more;
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
        if (pool != null) borrowed.forEach(pool::give);
        borrowed.clear();
        LIVE.addAndGet(-bytes);
        bytes = 0;
    }
}
