// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A weight matrix in the order oneDNN's kernels read it, so that no product has to rearrange it first. On a CPU only. */
final class PackedMatrix implements Product, AutoCloseable {
    /** Rows that the order is chosen for; products with any other number use it as it is. */
    private static final long ROWS = 64;

    private final Tensor weight;

    private PackedMatrix(Tensor weight) {
        this.weight = weight;
    }

    /** Packs [out, in]; the result is owned by the caller, the original is not needed any more. */
    static PackedMatrix of(Tensor weight) {
        try (TensorScope scope = new TensorScope()) {
            return new PackedMatrix(TensorScope.own(OneDnn.reordered(weight, ROWS)));
        }
    }

    @Override
    public Tensor apply(Tensor x, @Nullable Tensor bias) {
        return OneDnn.linear(x, weight, bias);
    }

    @Override
    public void close() {
        TensorScope.free(weight);
    }
}
