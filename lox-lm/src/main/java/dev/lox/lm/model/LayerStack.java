// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;

/** The layers on their way forward and back: activations are kept in between, or, to save memory, computed again. */
final class LayerStack {
    private final Decoder decoder;
    private final List<RotaryTable> ropes;
    private final AttentionContext attention;
    private final boolean recompute;
    private final long seed;

    /** The input of each layer, where layers are computed again; else of the first alone. */
    private final List<Tensor> inputs = new ArrayList<>();

    /**
     * The layers for one pass.
     *
     * @param seed of dropout, the same whenever a layer is computed
     */
    LayerStack(Decoder decoder, List<RotaryTable> ropes, AttentionContext attention, boolean recompute, long seed) {
        this.decoder = decoder;
        this.ropes = ropes;
        this.attention = attention;
        this.recompute = recompute;
        this.seed = seed;
    }

    /** [tokens, hidden] to [tokens, hidden]; the result is a leaf if layers are computed again. */
    Tensor forward(Tensor embedded) {
        Tensor hidden = leaf(embedded);
        inputs.add(hidden);
        for (int i = 0; i < decoder.layers(); i++) {
            if (recompute)
                try (NoGradGuard guard = new NoGradGuard()) {
                    hidden = layer(i, hidden);
                }
            else hidden = layer(i, hidden);
            if (recompute) {
                hidden = leaf(hidden);
                inputs.add(hidden);
            }
        }
        return hidden;
    }

    private Tensor layer(int index, Tensor hidden) {
        // Dropout falls as it fell before when a layer is computed again.
        torch.manual_seed(seed * 31 + index);
        return decoder.layer(index, hidden, ropes, attention);
    }

    private static Tensor leaf(Tensor tensor) {
        Tensor leaf = tensor.detach();
        leaf.set_requires_grad(true);
        return leaf;
    }

    /**
     * Takes a gradient from behind the layers to their input.
     *
     * @param top what was made of {@link #forward}'s result
     * @param gradient d loss / d top
     * @return d loss / d embedded
     */
    Tensor backward(Tensor top, Tensor gradient) {
        backwardOf(top, gradient);
        if (recompute)
            for (int i = decoder.layers() - 1; i >= 0; i--)
                try (TensorScope scope = new TensorScope()) {
                    Tensor behind = inputs.get(i + 1).grad();
                    backwardOf(layer(i, inputs.get(i)), behind);
                    Gradients.clear(inputs.remove(i + 1));
                }
        return inputs.get(0).grad();
    }

    private static void backwardOf(Tensor tensor, Tensor gradient) {
        tensor.backward(gradient, new BoolOptional(false), false, new TensorArrayRefOptional());
    }
}
