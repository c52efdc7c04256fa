// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Owner of native memory for one unit of work: what is allocated through it is freed when it closes. A scope stays on
 * the thread that opened it, and its matrices must not be used after it.
 */
public final class NativeScope implements AutoCloseable {
    private static final AtomicLong LIVE = new AtomicLong();
    private static final AtomicLong PEAK = new AtomicLong();

    private final List<Pointer> owned = new ArrayList<>();
    private long bytes;

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
        count(Math.multiplyExact(Math.multiplyExact(rows, (long) cols), 4L));
        FloatPointer data = new FloatPointer(Math.max(1, rows * cols));
        owned.add(data);
        return new FloatMatrix(data, rows, cols);
    }

    /** A row-major f64 matrix, not initialised. */
    public DoubleMatrix doubles(long rows, int cols) {
        count(Math.multiplyExact(Math.multiplyExact(rows, (long) cols), 8L));
        DoublePointer data = new DoublePointer(Math.max(1, rows * cols));
        owned.add(data);
        return new DoubleMatrix(data, rows, cols);
    }

    private void count(long more) {
        bytes += more;
        PEAK.accumulateAndGet(LIVE.addAndGet(more), Math::max);
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
        LIVE.addAndGet(-bytes);
        bytes = 0;
    }
}
