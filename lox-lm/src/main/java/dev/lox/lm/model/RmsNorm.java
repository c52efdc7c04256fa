// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** x / sqrt(mean(x²) + eps) · weight over the last dimension (Zhang & Sennrich 2019); Gemma multiplies by 1 + weight. */
final class RmsNorm {
    private static final long[] LAST = {-1};

    private final Tensor weight;
    private final double eps;
    private final boolean gemma;

    RmsNorm(Tensor weight, double eps, boolean gemma) {
        this.weight = weight;
        this.eps = eps;
        this.gemma = gemma;
    }

    Tensor apply(Tensor x) {
        ScalarType type = x.scalar_type().intern();
        Tensor wide = type == ScalarType.Float ? x : x.to(ScalarType.Float);
        Tensor scale =
                wide.square().mean(LAST, true, null).add_(new Scalar(eps)).rsqrt_();
        Tensor normed = wide.mul(scale);
        if (type == ScalarType.Float) return InPlace.mul(normed, gemma ? weight.add(new Scalar(1)) : weight);
        // The others round before they multiply, Gemma after.
        if (!gemma) return InPlace.mul(normed.to(type), weight.to(type));
        return InPlace.mul(normed, weight.to(ScalarType.Float).add(new Scalar(1)))
                .to(type);
    }
}
