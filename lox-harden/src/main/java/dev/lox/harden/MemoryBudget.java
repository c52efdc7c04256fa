// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Bytes that several workers share; who asks first is served first. */
final class MemoryBudget {
    private final long total;
    private long free;
    private long nextTicket;
    private long serving;

    MemoryBudget(long total) {
        this.total = total;
        this.free = total;
    }

    /** Waits until {@code bytes}, or all there is, are free. */
    synchronized long acquire(long bytes) throws InterruptedException {
        long wanted = Math.min(bytes, total);
        long ticket = nextTicket++;
        while (ticket != serving || free < wanted) wait();
        serving++;
        free -= wanted;
        notifyAll();
        return wanted;
    }

    synchronized void release(long bytes) {
        free += bytes;
        notifyAll();
    }
}
