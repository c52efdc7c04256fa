// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Gradients of tensors that are trained, where they are not left to automatic differentiation. All are f32. */
final class Gradients {
    private Gradients() {}

    /** Adds a·b to the gradient. */
    static void addProduct(Tensor parameter, Tensor a, Tensor b) {
        Tensor gradient = parameter.mutable_grad();
        if (a.scalar_type() != ScalarType.Float) add(gradient, a.mm(b));
        else if (gradient.defined()) gradient.addmm_(a, b);
        else gradient.put(a.mm(b));
    }

    /** Adds rows to those of the gradient that ids name. */
    static void addRows(Tensor parameter, Tensor ids, Tensor rows) {
        Tensor gradient = parameter.mutable_grad();
        if (!gradient.defined()) gradient.put(torch.zeros_like(parameter));
        gradient.index_add_(0, ids, rows.to(ScalarType.Float));
    }

    private static void add(Tensor gradient, Tensor more) {
        if (gradient.defined()) gradient.add_(more);
        else gradient.put(more.to(ScalarType.Float));
    }

    /** Gives up a gradient and its memory. */
    static void clear(Tensor parameter) {
        parameter.mutable_grad().reset();
    }
}
