// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Products that overwrite their first factor, unless a gradient still needs it. */
final class InPlace {
    private InPlace() {}

    static Tensor mul(Tensor mine, Tensor other) {
        return mine.requires_grad() || other.requires_grad() ? mine.mul(other) : mine.mul_(other);
    }

    static Tensor mul(Tensor mine, Scalar other) {
        return mine.requires_grad() ? mine.mul(other) : mine.mul_(other);
    }
}
