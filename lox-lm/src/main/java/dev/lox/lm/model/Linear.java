// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** y = x·Wᵀ + b, plus the low-rank adapter if there is one: scaling · (x·Aᵀ)·Bᵀ. */
final class Linear {
    private final Product product;
    private final @Nullable Tensor bias;
    private final @Nullable Adapter adapter;

    /** Products with the factors of a LoRA adapter; dropout applies to its input. */
    record Adapter(Product a, Product b, double scaling, double dropout) {
        Tensor apply(Tensor given) {
            Tensor x = dropout > 0 ? torch.dropout(given, dropout, true) : given;
            return b.apply(a.apply(x, null), null);
        }
    }

    Linear(Product product, @Nullable Tensor bias, @Nullable Adapter adapter) {
        this.product = product;
        this.bias = bias;
        this.adapter = adapter;
    }

    /** [tokens, in] to [tokens, out]. */
    Tensor apply(Tensor x) {
        Tensor y = product.apply(x, bias);
        return adapter == null ? y : y.add(adapter.apply(x), new Scalar(adapter.scaling));
    }
}
