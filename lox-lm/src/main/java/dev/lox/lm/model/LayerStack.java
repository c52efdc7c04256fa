// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Forward and backward pass through the layers. Activations are kept in between or, to save memory, computed again. */
final class LayerStack {
    private final Decoder decoder;
    private final List<RotaryTable> ropes;
    private final AttentionContext attention;
    private final Tape tape;
    private final boolean recompute;
    private final long seed;
    private final List<Passed> passed = new ArrayList<>();

    /**
     * A layer of the forward pass.
     *
     * @param input a leaf
     * @param output with its graph; null where it is computed again
     * @param position of its first product on the tape
     */
    private record Passed(Tensor input, @Nullable Tensor output, int position) {}

    /**
     * The layers for one pass.
     *
     * @param tape of the decoder's products
     * @param seed of dropout, the same whenever a layer is computed
     */
    LayerStack(
            Decoder decoder,
            List<RotaryTable> ropes,
            AttentionContext attention,
            Tape tape,
            boolean recompute,
            long seed) {
        this.decoder = decoder;
        this.ropes = ropes;
        this.attention = attention;
        this.tape = tape;
        this.recompute = recompute;
        this.seed = seed;
    }

    /** [tokens, hidden] to [tokens, hidden], a leaf. */
    Tensor forward(Tensor embedded) {
        Tensor hidden = leaf(embedded);
        for (int i = 0; i < decoder.layers(); i++) {
            int position = tape.position();
            @Nullable Tensor output = recompute ? null : withGraph(i, hidden);
            passed.add(new Passed(hidden, output, position));
            hidden = leaf(output == null ? withoutGraph(i, hidden) : output);
        }
        return hidden;
    }

    private Tensor withoutGraph(int index, Tensor hidden) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return layer(index, hidden);
        }
    }

    private Tensor withGraph(int index, Tensor hidden) {
        try (TensorScope scope = new TensorScope()) {
            tape.record(true);
            Tensor output = layer(index, hidden);
            tape.record(false);
            return TensorScope.own(output);
        }
    }

    private Tensor layer(int index, Tensor hidden) {
        // The same dropout when a layer is computed again.
        torch.manual_seed(seed * 31 + index);
        return decoder.layer(index, hidden, ropes, attention);
    }

    private static Tensor leaf(Tensor tensor) {
        Tensor leaf = tensor.detach();
        leaf.set_requires_grad(true);
        return leaf;
    }

    /**
     * Backward pass.
     *
     * @param outer d loss / d {@link #forward}'s result
     * @return d loss / d embedded
     */
    Tensor backward(Tensor outer) {
        Tensor gradient = outer;
        for (int i = passed.size() - 1; i >= 0; i--)
            try (TensorScope scope = new TensorScope()) {
                Passed layer = passed.remove(i);
                int position = recompute ? tape.position() : layer.position;
                Tensor output = layer.output == null ? withGraph(i, layer.input) : layer.output;
                backwardOf(output, gradient);
                tape.playBack(position);
                TensorScope.free(output);
                // grad() returns a reference to the leaf's own field.
                gradient = scope.keep(new Tensor(layer.input.grad()));
                Gradients.clear(layer.input);
            }
        return gradient;
    }

    /** Frees the graphs of an interrupted pass. */
    void clear() {
        for (Passed layer : passed) if (layer.output != null) TensorScope.free(layer.output);
        passed.clear();
    }

    /** Keeps the graph: two products of one input traverse parts of it one after the other. */
    static void backwardOf(Tensor tensor, Tensor gradient) {
        tensor.backward(gradient, new BoolOptional(true), false, new TensorArrayRefOptional());
    }
}
