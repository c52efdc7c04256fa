// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Matrix products in training: by oneDNN on a CPU, which is fast for f32 and, on processors that support it, bf16. */
final class Gemm {
    private Gemm() {}

    /** x·Wᵀ + b in the type of x; x is [rows, in], weight [out, in] with any strides and of any type. */
    static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        ScalarType type = x.scalar_type().intern();
        Tensor w = weight.to(type);
        Tensor b = bias == null ? null : bias.to(type);
        if (!x.device().is_cpu()) return plain(x, w, b);
        if (isFast(type)) return torch.hasMKLDNN() ? OneDnn.linear(x, w, b) : plain(x, w, b);
        ScalarType wide = ScalarType.Float;
        return linear(x.to(wide), w.to(wide), b == null ? null : b.to(wide)).to(type);
    }

    /** Without support, an f16 product takes hundreds of times as long as one in f32, and a bf16 product several times. */
    static boolean isFast(ScalarType type) {
        return type == ScalarType.Float || type == ScalarType.BFloat16 && Torch.NATIVE_BF16;
    }

    private static Tensor plain(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, new TensorOptional(bias));
    }

    /** a·b, [rows, inner] by [inner, columns], with any strides. */
    static Tensor product(Tensor a, Tensor b) {
        return linear(a, b.t(), null);
    }
}
