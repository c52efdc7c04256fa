// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Bytes that several workers share. One of them asks at a time, so that no large request waits behind small ones for ever. */
final class MemoryBudget {
    private final long total;
    private long free;

    MemoryBudget(long total) {
        this.total = total;
        this.free = total;
    }

    long total() {
        return total;
    }

    /** Waits until {@code bytes}, or all there is, are free. */
    synchronized void acquire(long bytes) throws InterruptedException {
        long wanted = Math.min(bytes, total);
        while (free < wanted) wait();
        free -= wanted;
    }

    /** Gives back what {@link #acquire} took for the same {@code bytes}. */
    synchronized void release(long bytes) {
        free += Math.min(bytes, total);
        notifyAll();
    }
}
