// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * softmax(cap(scale · q·kᵀ) + mask)·v. Query heads that share a key head do so without copies of it.
 *
 * @param scale multiplies the products
 * @param cap soft cap on them, before the mask
 */
record Attend(double scale, OptionalDouble cap) {
    static Attend of(ModelConfig config) {
        return new Attend(config.queryScale(), config.attentionCap());
    }

    /** Whether the kernel applies the causal mask itself; with a cap the scores are computed here. */
    boolean appliesCausalMask() {
        return cap.isEmpty();
    }

    /**
     * One sequence: each token sees those before it, as far as its mask allows.
     *
     * @param q [tokens, heads, dim]
     * @param k [kvHeads, keys, dim]; the last key is that of the last token
     * @param mask [tokens, keys] to add; null where tokens = keys and the mask is causal; never null with a cap
     * @return [tokens, heads · dim]
     */
    Tensor sequence(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
        long tokens = q.size(0);
        long kvHeads = k.size(0);
        long keys = k.size(1);
        long group = q.size(1) / kvHeads;
        long dim = q.size(2);
        Tensor queries = q.view(tokens, kvHeads, group, dim).permute(1, 2, 0, 3);
        Tensor sharedKeys = k.unsqueeze(1).expand(kvHeads, group, keys, dim);
        Tensor sharedValues = v.unsqueeze(1).expand(kvHeads, group, keys, dim);
        return attend(queries, sharedKeys, sharedValues, mask, mask == null && tokens > 1)
                .permute(2, 0, 1, 3)
                .reshape(tokens, kvHeads * group * dim);
    }

    /**
     * One token in each of several sequences.
     *
     * @param q [sequences, heads, dim]
     * @param k [sequences, kvHeads, keys, dim]
     * @param mask [sequences, 1, 1, keys] to add; null where every token sees all keys
     * @return [sequences, heads · dim]
     */
    Tensor step(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
        long n = q.size(0);
        long kvHeads = k.size(1);
        long group = q.size(1) / kvHeads;
        // Queries that share a key head take the place of tokens: they all see the same keys.
        Tensor queries = q.view(n, kvHeads, group, q.size(2));
        return attend(queries, k, v, mask, false).reshape(n, q.size(1) * q.size(2));
    }

    private Tensor attend(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        if (cap.isEmpty())
            return torch.scaled_dot_product_attention(
                    q,
                    k,
                    v,
                    mask == null ? new TensorOptional() : new TensorOptional(mask),
                    0,
                    causal,
                    new DoubleOptional(scale),
                    false);
        Tensor scores = q.matmul(k.transpose(2, 3)).mul_(new Scalar(scale / cap.getAsDouble()));
        scores = InPlace.mul(scores.tanh_(), new Scalar(cap.getAsDouble()));
        if (mask != null) scores = scores.add_(mask);
        return scores.to(ScalarType.Float).softmax(-1).to(q.scalar_type()).matmul(v);
    }
}
