// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Gradients of trained tensors that automatic differentiation does not compute. All are f32. */
final class Gradients {
    private Gradients() {}

    /** Adds a·b to the gradient. */
    static void addProduct(Tensor parameter, Tensor a, Tensor b) {
        add(parameter, Gemm.product(a, b));
    }

    /** Adds rows to the rows {@code ids} of the gradient. */
    static void addRows(Tensor parameter, Tensor ids, Tensor rows) {
        Tensor gradient = parameter.mutable_grad();
        if (!gradient.defined()) gradient.put(torch.zeros_like(parameter));
        gradient.index_add_(0, ids, rows.to(ScalarType.Float));
    }

    /** Adds to the gradient; where there is none, takes ownership of the argument. */
    static void add(Tensor parameter, Tensor more) {
        Tensor gradient = parameter.mutable_grad();
        if (gradient.defined()) gradient.add_(more);
        else gradient.put(more.to(ScalarType.Float));
    }

    /** Drops a gradient and frees its memory. */
    static void clear(Tensor parameter) {
        parameter.mutable_grad().reset();
    }
}
