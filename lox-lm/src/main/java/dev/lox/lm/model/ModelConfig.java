// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What config.json says about a decoder, every default filled in.
 *
 * @param heads query heads; {@code heads / kvHeads} of them share a key and value head
 * @param headDim width of a head, not always {@code hiddenSize / heads}
 * @param queryScale multiplies the products of queries and keys
 * @param attentionCap soft cap on those products: cap · tanh(x / cap)
 * @param logitCap soft cap on logits
 * @param outputBias whether attention's output projection has a bias
 * @param tied whether the output layer is the embedding
 * @param padding a token whose embedding is not trained where it is read, as transformers has it
 * @param maxPositions the longest sequence the model was made for
 */
public record ModelConfig(
        Family family,
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int kvHeads,
        int headDim,
        List<LayerKind> layers,
        List<Rope> ropes,
        double normEps,
        Activation activation,
        boolean queryBias,
        boolean outputBias,
        boolean feedForwardBias,
        double queryScale,
        OptionalDouble attentionCap,
        OptionalDouble logitCap,
        boolean tied,
        OptionalInt padding,
        int maxPositions) {
    public ModelConfig {
        layers = List.copyOf(layers);
        ropes = List.copyOf(ropes);
    }

    /** The same, with an output layer of its own. */
    ModelConfig untied() {
        return with(false, padding);
    }

    /** Whether this config makes the same model of the same tensors. */
    boolean computesAs(ModelConfig other) {
        return with(other.tied, other.padding).equals(other);
    }

    private ModelConfig with(boolean newTied, OptionalInt newPadding) {
        return new ModelConfig(
                family,
                vocabularySize,
                hiddenSize,
                intermediateSize,
                heads,
                kvHeads,
                headDim,
                layers,
                ropes,
                normEps,
                activation,
                queryBias,
                outputBias,
                feedForwardBias,
                queryScale,
                attentionCap,
                logitCap,
                newTied,
                newPadding,
                maxPositions);
    }

    int queryWidth() {
        return heads * headDim;
    }

    int keyWidth() {
        return kvHeads * headDim;
    }

    /** Bytes that keys and values of one token take. */
    public long cacheBytesPerToken(Precision precision) {
        return 2L * layers.size() * keyWidth() * precision.stored().bytes();
    }

    /** Positions the model can be used with: more than it was made for where frequencies follow the length. */
    public int contextLength() {
        if (ropes.get(0).scaling() instanceof RopeScaling.Dynamic dynamic)
            return (int) Math.min(Integer.MAX_VALUE, dynamic.factor() * maxPositions);
        return maxPositions;
    }

    /**
     * The length at which keys cached so far no longer hold and have to be made again; {@link Integer#MAX_VALUE} for
     * none. Phi-3 changes its frequencies there.
     */
    public int refillLength() {
        if (family == Family.PHI3 && ropes.get(0).scaling() instanceof RopeScaling.LongRope rope)
            return rope.original() + 1;
        return Integer.MAX_VALUE;
    }
}
