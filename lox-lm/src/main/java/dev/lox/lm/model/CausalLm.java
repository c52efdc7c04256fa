// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder-only language model and its weights. Tokens of all sequences of a pass stand one behind another, without
 * padding: every tensor between embedding and output is [tokens, width].
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
     * Loads a model folder. Heads are checked before weights are touched.
     *
     * @throws BadInputException if config, tensors or adapter are not what a known architecture has
     */
    public static CausalLm load(Path folder, LoadOptions options) throws IOException {
        return load(Blend.of(folder), options);
    }

    /**
     * Loads what several model folders add up to, with no more memory than one of them takes. An adapter is put on top of
     * the sum.
     *
     * @throws BadInputException as for one folder, or if the folders are not of the same architecture
     */
    public static CausalLm load(Blend blend, LoadOptions options) throws IOException {
        try (BlendFiles files = BlendFiles.open(blend)) {
            options.placement().device().require();
            return new CausalLm(files.config(), options, Weights.load(files, options));
        }
    }

    /**
     * Complains of models as {@link #load(Blend, LoadOptions)} does; reads their heads alone.
     *
     * @throws BadInputException if one of them is not what a known architecture has, or they do not go together
     */
    public static void check(Blend blend) throws IOException {
        BlendFiles.open(blend).close();
    }

    /** A folder's configuration alone. */
    public static ModelConfig config(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            return config(checkpoint);
        }
    }

    static ModelConfig config(Checkpoint checkpoint) {
        Path file = checkpoint.folder().resolve("config.json");
        if (checkpoint.config().isEmpty())
            throw new BadInputException(file + ": no such file, expected the model's config");
        ModelConfig config = ConfigReader.read(file.toString(), checkpoint.config());
        // Both stored and different: each keeps its own, as transformers decides.
        return config.tied() && checkpoint.tensor(ModelLayout.OUTPUT).isPresent() ? config.untied() : config;
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return options.placement().precision();
    }

    /** An empty cache for {@code slots} sequences of up to {@code capacity} tokens. */
    public KvCache newCache(int slots, int capacity) {
        return new KvCache(config, options.placement(), slots, capacity);
    }

    /**
     * Runs new tokens through the model and appends them to their sequences in the cache.
     *
     * @param feeds at most one for a slot; the cache has room for all of them
     * @return logits for the feeds that want them, in their order
     */
    public Logits forward(KvCache cache, List<Feed> feeds) {
        try (InferenceMode inference = new InferenceMode();
                TensorScope scope = new TensorScope()) {
            Passage passage = Passage.of(cache, feeds);
            CachedAttention attention = new CachedAttention(config, cache, feeds, options.placement());
            Tensor hidden = decoder.hidden(passage, attention, options.placement());
            for (Feed f : feeds) cache.advance(f.slot(), f.tokens().length);
            return new Logits(
                    TensorScope.own(logits(passage, hidden).to(ScalarType.Float).cpu()));
        }
    }

    /** A pass over pieces of prompts wants none, and the output layer is a good part of a small model. */
    private Tensor logits(Passage passage, Tensor hidden) {
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

    /** As {@link #logProbabilities}, with the {@code top} most likely tokens at each place. */
    public List<SequenceScores> scores(List<int[]> sequences, int top) {
        return LogProbabilities.scores(decoder, config, options.placement(), sequences, top);
    }

    @Override
    public void close() {
        weights.close();
    }
}
