// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.lm.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder-only language model and its weights. The tokens of all sequences of a pass are concatenated, without padding:
 * every tensor between embedding and output is [tokens, width].
 */
public final class CausalLm implements AutoCloseable {
    private final ModelConfig config;
    private final LoadOptions options;
    private final Weights weights;
    private final Decoder decoder;

    private CausalLm(ModelConfig config, LoadOptions options, Weights weights) {
        this.config = config;
        this.options = options;
        this.weights = weights;
        this.decoder = new Decoder(config, new Modules(config, weights));
    }

    /**
     * Loads a model folder. Headers are checked before weights are read.
     *
     * @throws InvalidInputException if config, tensors or adapter do not fit a known architecture
     */
    public static CausalLm load(Path folder, LoadOptions options) throws IOException {
        return load(WeightedSum.of(folder), options);
    }

    /**
     * Loads the weighted sum of several model folders, in the memory of one of them. An adapter is applied on top of the
     * sum.
     *
     * @throws InvalidInputException as for one folder, or if the folders are not of the same architecture
     */
    public static CausalLm load(WeightedSum blend, LoadOptions options) throws IOException {
        try (WeightedSumFiles files = WeightedSumFiles.open(blend)) {
            options.placement().device().require();
            return new CausalLm(files.config(), options, Weights.load(files, options));
        }
    }

    /**
     * Checks models as {@link #load(WeightedSum, LoadOptions)} does; reads headers only.
     *
     * @throws InvalidInputException if one of them does not fit a known architecture, or they are not of the same one
     */
    public static void check(WeightedSum blend) throws IOException {
        WeightedSumFiles.open(blend).close();
    }

    /** The configuration of a model folder. */
    public static ModelConfig config(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            return config(checkpoint);
        }
    }

    static ModelConfig config(Checkpoint checkpoint) {
        Path file = checkpoint.folder().resolve("config.json");
        if (checkpoint.config().isEmpty())
            throw new InvalidInputException(file + ": no such file, expected the model's config");
        checkpoint.requireWeights();
        ModelConfig config = ModelConfig.read(file.toString(), checkpoint.config());
        // Both are stored: each keeps its own values, as in transformers.
        return config.tied() && checkpoint.tensor(ModelLayout.OUTPUT).isPresent() ? config.untied() : config;
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return options.placement().precision();
    }

    /** Bytes that the keys and values of one token take in a cache. */
    public long cacheBytesPerToken() {
        return 2L
                * config.layers().size()
                * config.keyWidth()
                * precision().stored().bytes();
    }

    /** An empty cache for {@code slots} sequences of up to {@code capacity} tokens. */
    public KvCache newCache(int slots, int capacity) {
        return new KvCache(config, options.placement(), slots, capacity);
    }

    /**
     * Runs new tokens through the model and appends them to their sequences in the cache.
     *
     * @param feeds at most one for a slot; the cache has room for all of them
     * @return logits for the feeds that ask for them, in their order
     */
    public Logits forward(KvCache cache, List<SequenceChunk> feeds) {
        try (InferenceMode inference = new InferenceMode();
                TensorScope scope = new TensorScope()) {
            ForwardBatch passage = ForwardBatch.of(cache, feeds);
            CachedAttention attention = new CachedAttention(config, cache, feeds, options.placement());
            Tensor hidden = decoder.hidden(passage, attention, options.placement());
            for (SequenceChunk f : feeds) cache.advance(f.slot(), f.tokens().length);
            return new Logits(
                    TensorScope.own(logits(passage, hidden).to(ScalarType.Float).cpu()));
        }
    }

    /** A pass over parts of prompts needs none, and the output layer is a large part of a small model. */
    private Tensor logits(ForwardBatch passage, Tensor hidden) {
        if (passage.wanted().length > 0) return decoder.logits(passage.wanted(hidden));
        return hidden.new_empty(new long[] {0, config.vocabularySize()});
    }

    /**
     * Log-probabilities of the tokens of whole sequences, each given those before it.
     *
     * @return for each sequence one value a token, from the second token on
     */
    public float[][] logProbabilities(List<int[]> sequences) {
        return LogProbabilities.of(decoder, config, options.placement(), sequences);
    }

    /** As {@link #logProbabilities}, with the {@code top} most likely tokens at each position. */
    public List<SequenceScores> scores(List<int[]> sequences, int top) {
        return LogProbabilities.scores(decoder, config, options.placement(), sequences, top);
    }

    @Override
    public void close() {
        weights.close();
    }
}
