// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import java.util.Optional;

/** The function of a feed-forward block's gate. */
public enum Activation {
    SILU,
    GELU_TANH,
    GELU;

    static Optional<Activation> parse(String name) {
        return switch (name) {
            case "silu", "swish" -> Optional.of(SILU);
            case "gelu_pytorch_tanh" -> Optional.of(GELU_TANH);
            case "gelu" -> Optional.of(GELU);
            default -> Optional.empty();
        };
    }
}
