// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

/**
 * Bounds of what runs at once.
 *
 * @param sequences at most
 * @param cacheBytes for keys and values of all of them
 */
public record Batching(int sequences, long cacheBytes) {
    /** Wide enough that matrix products are close to a processor's peak. */
    public static final int DEFAULT_SEQUENCES = 128;

    public Batching {
        if (sequences < 1) throw new IllegalArgumentException("--batch-size must be at least 1, got " + sequences);
        if (cacheBytes < 1) throw new IllegalArgumentException("--max-memory must be positive, got " + cacheBytes);
    }
}
