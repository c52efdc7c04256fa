// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A repair of the fine-tuned model; what is left out is the method's own choice.
 *
 * @param method {@code resta}, {@code wise-ft} or {@code safelora}
 */
public record RepairChoice(String method, OptionalDouble alpha, Optional<String> rank, OptionalDouble threshold) {
    /** How it is done, for people. */
    public String words() {
        StringBuilder words = new StringBuilder(method);
        alpha.ifPresent(a -> words.append(", alpha ").append(a));
        rank.ifPresent(r -> words.append(", rank ").append(r));
        threshold.ifPresent(t -> words.append(", threshold ").append(t));
        return words.toString();
    }
}
