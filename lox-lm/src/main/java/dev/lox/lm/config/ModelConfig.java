// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What config.json says about a decoder, with every default filled in.
 *
 * @param modelType of config.json, for messages
 * @param heads query heads; {@code heads / kvHeads} of them share a key and value head
 * @param headDim width of a head, not always {@code hiddenSize / heads}
 * @param queryScale multiplies the products of queries and keys
 * @param attentionCap soft cap on those products: cap · tanh(x / cap)
 * @param logitCap soft cap on logits
 * @param outputBias whether attention's output projection has a bias
 * @param tied whether the output layer is the embedding
 * @param padding a token whose input embedding gets no gradient, as in transformers
 * @param maxPositions longest sequence in training
 */
public record ModelConfig(
        String modelType,
        Set<Feature> features,
        LayerNorms layerNorms,
        QueryKeyNorm queryKeyNorm,
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
        features = Set.copyOf(features);
        layers = List.copyOf(layers);
        ropes = List.copyOf(ropes);
    }

    /**
     * Reads config.json.
     *
     * @param where the file, for messages
     * @throws InvalidInputException naming every option that is missing, wrong or unknown
     */
    public static ModelConfig read(String where, ObjectNode config) {
        return ConfigReader.read(where, config);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** The same, with an output layer of its own. */
    public ModelConfig untied() {
        return with(false, padding);
    }

    /** Whether both configurations compute the same from the same tensors. */
    public boolean computesAs(ModelConfig other) {
        return with(other.tied, other.padding).equals(other);
    }

    private ModelConfig with(boolean newTied, OptionalInt newPadding) {
        return new ModelConfig(
                modelType,
                features,
                layerNorms,
                queryKeyNorm,
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

    public int queryWidth() {
        return heads * headDim;
    }

    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** Positions the model can be used with: more than in training where frequencies depend on the length. */
    public int contextLength() {
        if (ropes.get(0).scaling() instanceof RopeScaling.Dynamic dynamic)
            return (int) Math.min(Integer.MAX_VALUE, dynamic.factor() * maxPositions);
        return maxPositions;
    }

    /**
     * The length at which cached keys become invalid and must be computed again, since the frequencies change there;
     * {@link Integer#MAX_VALUE} for none.
     */
    public int refillLength() {
        if (has(Feature.CACHE_REFILL) && ropes.get(0).scaling() instanceof RopeScaling.LongRope rope)
            return rope.original() + 1;
        return Integer.MAX_VALUE;
    }
}
