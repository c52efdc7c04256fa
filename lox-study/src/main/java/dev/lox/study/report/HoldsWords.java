// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the defence holds, said plainly. */
final class HoldsWords {
    private HoldsWords() {}

    /** None where that is not asked or cannot be said. */
    static Optional<String> of(@Nullable Boolean holds) {
        if (holds == null) return Optional.empty();
        return Optional.of(holds ? "The defence holds." : "The defence does not hold.");
    }
}
