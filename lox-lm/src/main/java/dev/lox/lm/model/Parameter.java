// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;

/**
 * A tensor that is trained, f32.
 *
 * @param name as it is stored
 */
record Parameter(String name, Tensor value) {
    /** Whether weight decay applies: to matrices, not to norms and biases. */
    boolean decays() {
        return value.dim() > 1;
    }
}
