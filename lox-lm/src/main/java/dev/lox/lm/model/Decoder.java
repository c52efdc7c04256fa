// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** From tokens to hidden states to logits. */
final class Decoder {
    private final ModelConfig config;
    private final Tensor embedding;
    private final List<DecoderLayer> layers;
    private final RmsNorm norm;
    private final Linear output;

    Decoder(ModelConfig config, Modules modules) {
        this.config = config;
        this.embedding = modules.embedding();
        this.layers = IntStream.range(0, config.layers().size())
                .mapToObj(i -> new DecoderLayer(config, i, modules))
                .toList();
        this.norm = modules.norm(ModelLayout.NORM);
        this.output = modules.output();
    }

    /** States behind the last layer, before the last norm: [tokens, hidden]. */
    Tensor hidden(Passage passage, AttentionContext attention, Placement placement) {
        List<RotaryTable> ropes = config.ropes().stream()
                .map(r -> RotaryTable.of(r, passage.positions(), passage.lengths(), placement))
                .toList();
        Tensor hidden = embedding.index_select(0, passage.ids(placement));
        if (config.family().isGemma()) hidden = hidden.mul(embeddingScale());
        for (int i = 0; i < layers.size(); i++)
            hidden =
                    layers.get(i).apply(hidden, ropes.get(config.layers().get(i).rope()), attention);
        return hidden;
    }

    /** Gemma rounds the factor to the type of its weights. */
    private Tensor embeddingScale() {
        return org.bytedeco
                .pytorch
                .global
                .torch
                .scalar_tensor(new Scalar(Math.sqrt(config.hiddenSize())))
                .to(embedding.device(), embedding.scalar_type());
    }

    /** [rows, hidden] to [rows, vocabulary]. */
    Tensor logits(Tensor hidden) {
        Tensor logits = output.apply(norm.apply(hidden));
        if (config.logitCap().isEmpty()) return logits;
        double cap = config.logitCap().getAsDouble();
        Tensor wide = logits.to(ScalarType.Float);
        return wide.div(new Scalar(cap)).tanh_().mul_(new Scalar(cap));
    }
}
