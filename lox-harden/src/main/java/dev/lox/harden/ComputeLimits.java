// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.base.Setting;

/**
 * What an edit may take of the machine.
 *
 * @param memory bytes of native memory that live matrices may take together
 * @param threads tensors edited at the same time
 */
public record ComputeLimits(long memory, int threads) {
    /** Room for the largest matrix of a 7B model with its stored bytes, or for two of its layers. */
    public static final long DEFAULT_MEMORY = 1400L << 20;

    /** The least memory an edit can be asked to run in. */
    public static final long LEAST_MEMORY = 64L << 20;

    /** The default memory and every processor. */
    public static ComputeLimits defaults() {
        return new ComputeLimits(DEFAULT_MEMORY, Runtime.getRuntime().availableProcessors());
    }

    void check(Problems problems) {
        if (threads < 1) problems.add("%s: expected at least 1, got %s", Setting.of("threads"), threads);
        if (memory < LEAST_MEMORY)
            problems.add(
                    "%s: expected at least %sMB, got %sMB",
                    Setting.of("max-memory"), (LEAST_MEMORY >> 20), (memory >> 20));
    }
}
