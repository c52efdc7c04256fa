// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** y = x·Wᵀ + b, and what a low-rank adapter adds to it: scaling · (x·Aᵀ)·Bᵀ. */
final class Linear {
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final @Nullable Adapter adapter;

    /** Factors of a LoRA adapter: a is [rank, in], b [out, rank]. */
    record Adapter(Tensor a, Tensor b, double scaling) {}

    Linear(Tensor weight, @Nullable Tensor bias, @Nullable Adapter adapter) {
        this.weight = weight;
        this.bias = bias;
        this.adapter = adapter;
    }

    /** [tokens, in] to [tokens, out]. */
    Tensor apply(Tensor x) {
        Tensor y = product(weight, bias, x);
        if (adapter == null) return y;
        Tensor low = product(adapter.a, null, x);
        return y.add(product(adapter.b, null, low), new Scalar(adapter.scaling));
    }

    private static Tensor product(Tensor w, @Nullable Tensor b, Tensor x) {
        ScalarType type = x.scalar_type();
        boolean cpu = x.device().is_cpu();
        // One row: reading the matrix is all the work, and the matrix-vector kernels read it two to five times faster.
        if (cpu && x.size(0) == 1 && type != ScalarType.Half) {
            Tensor row = x.view(-1);
            return (b == null ? w.mv(row) : torch.addmv(b, w, row)).unsqueeze(0);
        }
        boolean wide =
                cpu && x.size(0) > 1 && (type == ScalarType.Half || type == ScalarType.BFloat16 && !Torch.NATIVE_BF16);
        if (wide) {
            Tensor y =
                    torch.linear(x.to(ScalarType.Float), w.to(ScalarType.Float)).to(type);
            return b == null ? y : y.add_(b);
        }
        return b == null ? torch.linear(x, w) : torch.linear(x, w, new TensorOptional(b));
    }
}
