// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A weight matrix, [out, in], whose products are recorded for their gradients. */
record TapedMatrix(Tensor weight, Tape tape) implements Product {
    @Override
    public Tensor apply(Tensor x, @Nullable Tensor bias) {
        return tape.product(x, weight, bias);
    }
}
