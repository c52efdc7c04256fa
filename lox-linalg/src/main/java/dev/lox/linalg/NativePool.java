// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * Keeps freed blocks of native memory for the next request of the same size: a model's layers are alike, and allocating
 * fresh pages costs more than reading a tensor into them. Closing the pool returns the blocks to the system.
 * Thread-safe.
 */
public final class NativePool implements AutoCloseable {
    private final long limit;
    private final Map<Long, Deque<BytePointer>> free = new HashMap<>();
    private long taken;
    private long waiting;
    private boolean closed;

    /** A pool that keeps free blocks only while all blocks, taken and free, fit in {@code limit} bytes. */
    public NativePool(long limit) {
        this.limit = limit;
    }

    synchronized BytePointer take(long bytes) {
        taken += bytes;
        Deque<BytePointer> same = free.get(bytes);
        if (same != null && !same.isEmpty()) {
            waiting -= bytes;
            return same.pop();
        }
        if (taken + waiting > limit) release();
        return new BytePointer(bytes);
    }

    synchronized void give(BytePointer block) {
        long bytes = block.capacity();
        taken -= bytes;
        if (closed || taken + waiting + bytes > limit) {
            block.close();
            return;
        }
        waiting += bytes;
        free.computeIfAbsent(bytes, b -> new ArrayDeque<>()).push(block);
    }

    private void release() {
        free.values().forEach(blocks -> blocks.forEach(BytePointer::close));
        free.clear();
        waiting = 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
