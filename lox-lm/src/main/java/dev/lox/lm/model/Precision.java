// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.DType;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The type of weights and activations. Norms, softmax and losses are computed in f32 with any of them. */
public enum Precision {
    F32(ScalarType.Float, DType.F32),
    BF16(ScalarType.BFloat16, DType.BF16),
    F16(ScalarType.Half, DType.F16);

    private final ScalarType type;
    private final DType stored;

    Precision(ScalarType type, DType stored) {
        this.type = type;
        this.stored = stored;
    }

    ScalarType type() {
        return type;
    }

    /** The same type in the safetensors format. */
    public DType stored() {
        return stored;
    }

    /** By the name people type: {@code f32}, {@code float32}, {@code bf16}, {@code bfloat16}, {@code f16}, {@code float16}. */
    public static Optional<Precision> parse(String text) {
        return DType.parse(text.toLowerCase(Locale.ROOT)).flatMap(d -> {
            for (Precision p : values()) if (p.stored == d) return Optional.of(p);
            return Optional.empty();
        });
    }
}
