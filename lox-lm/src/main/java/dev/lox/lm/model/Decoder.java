// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.Feature;
import dev.lox.lm.config.ModelConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tokens to hidden states to logits. */
final class Decoder {
    private final ModelConfig config;
    private final Tensor embedding;
    private final List<DecoderLayer> layers;
    private final RmsNorm norm;
    private final Linear output;
    private final boolean scaled;
    private final boolean rotatesInF32;

    Decoder(ModelConfig config, Modules modules) {
        this.config = config;
        this.embedding = modules.embedding();
        this.layers = IntStream.range(0, config.layers().size())
                .mapToObj(i -> new DecoderLayer(config, i, modules))
                .toList();
        this.norm = modules.norm(ModelLayout.NORM);
        this.output = modules.output();
        this.scaled = config.has(Feature.SCALED_EMBEDDING);
        this.rotatesInF32 = config.has(Feature.ROTATION_IN_F32);
    }

    /** States after the last layer, before the last norm: [tokens, hidden]. */
    Tensor hidden(ForwardBatch passage, AttentionContext attention, Placement placement) {
        Tensor hidden = embed(passage, placement);
        List<RotaryTable> ropes = ropes(passage, placement);
        for (int i = 0; i < layers.size(); i++) hidden = layer(i, hidden, ropes, attention);
        return hidden;
    }

    /** Tokens to [tokens, hidden]. */
    Tensor embed(ForwardBatch passage, Placement placement) {
        Tensor rows = embedding
                .index_select(0, passage.ids(placement))
                .to(placement.precision().type());
        return embeddingScale(placement).map(rows::mul).orElse(rows);
    }

    /** Cosines and sines of a pass, one table for each rotary embedding of the model. */
    List<RotaryTable> ropes(ForwardBatch passage, Placement placement) {
        return config.ropes().stream()
                .map(r -> RotaryTable.of(r, passage.positions(), passage.lengths(), placement, rotatesInF32))
                .toList();
    }

    int layers() {
        return layers.size();
    }

    /** One layer: [tokens, hidden] to [tokens, hidden]. */
    Tensor layer(int index, Tensor hidden, List<RotaryTable> ropes, AttentionContext attention) {
        return layers.get(index)
                .apply(hidden, ropes.get(config.layers().get(index).rope()), attention);
    }

    /** The factor on embeddings, if they have one, rounded to the type that is computed in. */
    Optional<Tensor> embeddingScale(Placement placement) {
        if (!scaled) return Optional.empty();
        return Optional.of(placement.place(torch.scalar_tensor(new Scalar(Math.sqrt(config.hiddenSize())))));
    }

    /** The input of the output layer: [rows, hidden] after the last norm. */
    Tensor normed(Tensor hidden) {
        return norm.apply(hidden);
    }

    /** [rows, hidden] to [rows, vocabulary]. */
    Tensor logits(Tensor hidden) {
        Tensor logits = output.apply(normed(hidden));
        if (config.logitCap().isEmpty()) return logits;
        double cap = config.logitCap().getAsDouble();
        Tensor wide = logits.to(ScalarType.Float);
        return wide.div(new Scalar(cap)).tanh_().mul_(new Scalar(cap));
    }
}
