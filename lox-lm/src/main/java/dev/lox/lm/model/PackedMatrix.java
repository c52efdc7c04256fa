// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A weight matrix in the order of oneDNN's kernels, so that products do not rearrange it. CPU only. */
final class PackedMatrix implements Product, AutoCloseable {
    /** The number of rows that the order is chosen for; products with any other number work, too. */
    private static final long ROWS = 64;

    private final Tensor weight;

    private PackedMatrix(Tensor weight) {
        this.weight = weight;
    }

    /** Packs [out, in]. The caller owns the result and may free the original. */
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
