// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** x·Wᵀ + b for one weight matrix. */
interface Product {
    /** [tokens, in] to [tokens, out]. */
    Tensor apply(Tensor x, @Nullable Tensor bias);
}
