// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.LayerKind;
import dev.lox.lm.config.ModelConfig;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Attention within each of several concatenated sequences, without a cache. */
final class PackedAttention implements AttentionContext {
    private final ModelConfig config;
    private final Attend attend;
    private final int[] lengths;
    private final Map<Long, Tensor> masks = new HashMap<>();

    PackedAttention(ModelConfig config, int[] lengths, Placement placement) {
        this.config = config;
        this.attend = Attend.of(config);
        this.lengths = lengths.clone();
        for (LayerKind layer : config.layers())
            for (int n : lengths)
                if (n > layer.window() || !attend.appliesCausalMask())
                    masks.computeIfAbsent(
                            key(n, layer.window()), k -> placement.place(AttentionMask.sequence(n, n, layer.window())));
    }

    private static long key(int length, int window) {
        return (long) length << 32 | window;
    }

    @Override
    public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
        int window = config.layers().get(layer).window();
        Tensor[] out = new Tensor[lengths.length];
        for (int i = 0, at = 0; i < lengths.length; at += lengths[i++]) {
            int n = lengths[i];
            @Nullable Tensor mask = masks.get(key(n, window));
            out[i] = attend.sequence(
                    q.narrow(0, at, n),
                    k.narrow(0, at, n).transpose(0, 1),
                    v.narrow(0, at, n).transpose(0, 1),
                    mask);
        }
        return out.length == 1 ? out[0] : torch.cat(new TensorVector(out), 0);
    }
}
