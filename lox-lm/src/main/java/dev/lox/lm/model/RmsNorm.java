// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.Feature;
import dev.lox.lm.config.ModelConfig;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** x / sqrt(mean(x²) + eps) · weight over the last dimension (Zhang & Sennrich 2019). */
final class RmsNorm {
    private static final long[] LAST = {-1};

    private final Tensor weight;
    private final double eps;
    private final long width;
    private final boolean offset;
    private final boolean roundsLast;

    RmsNorm(Tensor weight, ModelConfig config) {
        this.weight = weight;
        this.eps = config.normEps();
        this.width = weight.size(0);
        this.offset = config.has(Feature.NORM_OFFSET);
        this.roundsLast = config.has(Feature.NORM_ROUNDS_LAST);
    }

    /** Elements that are normed together. */
    long width() {
        return width;
    }

    Tensor apply(Tensor x) {
        ScalarType type = x.scalar_type().intern();
        Tensor wide = type == ScalarType.Float ? x : x.to(ScalarType.Float);
        Tensor scale =
                wide.square().mean(LAST, true, null).add_(new Scalar(eps)).rsqrt_();
        Tensor normed = wide.mul(scale);
        if (type == ScalarType.Float) return InPlace.mul(normed, factor(weight));
        if (!roundsLast) return InPlace.mul(normed.to(type), factor(weight.to(type)));
        return InPlace.mul(normed, factor(weight.to(ScalarType.Float))).to(type);
    }

    private Tensor factor(Tensor of) {
        return offset ? of.add(new Scalar(1)) : of;
    }
}
