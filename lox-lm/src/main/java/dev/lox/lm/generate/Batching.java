// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;

/**
 * Limits on what runs at once.
 *
 * @param sequences maximum number of concurrent sequences
 * @param cacheBytes memory for the keys and values of all of them
 */
public record Batching(int sequences, long cacheBytes) {
    /** Large enough for matrix products to come close to a processor's peak. */
    public static final int DEFAULT_SEQUENCES = 128;

    public Batching {
        if (sequences < 1)
            throw new InvalidInputException("%s must be at least 1, got %s", Setting.of("batch-size"), sequences);
        if (cacheBytes < 1)
            throw new InvalidInputException("%s must be positive, got %s", Setting.of("max-memory"), cacheBytes);
    }
}
