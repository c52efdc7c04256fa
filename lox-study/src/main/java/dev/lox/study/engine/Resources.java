// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

/**
 * What cells may take together.
 *
 * @param parallel cells in work at once
 * @param threads of all of them together
 * @param bytes of memory of all of them together; a cell that needs more than that runs alone
 */
public record Resources(int parallel, int threads, long bytes) {
    public Resources {
        if (parallel < 1) throw new IllegalArgumentException("at least one cell at a time, got " + parallel);
        if (threads < 1) throw new IllegalArgumentException("at least one thread, got " + threads);
        if (bytes < 1) throw new IllegalArgumentException("some bytes of memory, got " + bytes);
    }

    int threadsEach() {
        return Math.max(1, threads / parallel);
    }
}
