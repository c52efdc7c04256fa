// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What stands between gate and up in a feed-forward block. */
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

    Tensor apply(Tensor x) {
        return switch (this) {
            case SILU -> torch.silu(x);
            case GELU_TANH -> torch.gelu(x, "tanh");
            case GELU -> torch.gelu(x, "none");
        };
    }
}
