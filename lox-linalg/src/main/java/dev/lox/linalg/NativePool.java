// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * Blocks of native memory that were freed and wait for the next of the same size: a model's layers are alike, and fresh
 * pages cost more than reading a tensor into them. Closing it gives them back to the system.
 */
public final class NativePool implements AutoCloseable {
    private final long limit;
    private final Map<Long, Deque<BytePointer>> free = new HashMap<>();
    private long taken;
    private long waiting;
    private boolean closed;

    /** A pool in which blocks only wait while all of them, taken and waiting, are within {@code limit} bytes. */
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
