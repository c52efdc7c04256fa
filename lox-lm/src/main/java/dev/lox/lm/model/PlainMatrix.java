// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A weight matrix as it is stored, [out, in]. */
record PlainMatrix(Tensor weight) implements Product {
    @Override
    public Tensor apply(Tensor x, @Nullable Tensor bias) {
        ScalarType type = x.scalar_type().intern();
        boolean cpu = x.device().is_cpu();
        // One row: reading the matrix is all the work, and the matrix-vector kernels read it several times faster.
        if (cpu && x.size(0) == 1 && type != ScalarType.Half) {
            Tensor row = x.view(-1);
            return (bias == null ? weight.mv(row) : torch.addmv(bias, weight, row)).unsqueeze(0);
        }
        if (cpu && x.size(0) > 1 && !Gemm.isFast(type)) {
            Tensor y = Gemm.linear(x, weight, null);
            return bias == null ? y : y.add_(bias);
        }
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, new TensorOptional(bias));
    }
}
