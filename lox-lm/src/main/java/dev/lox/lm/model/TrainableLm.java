// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A language model whose weights, or an adapter beside them, are being trained. For one thread. */
public final class TrainableLm implements AutoCloseable {
    private final ModelConfig config;
    private final TrainingOptions options;
    private final Weights weights;
    private final List<Parameter> parameters;
    private final Tape tape = new Tape();
    private final Decoder learning;
    private final Decoder adapted;
    private final Decoder reference;

    private TrainableLm(ModelConfig config, TrainingOptions options, Weights weights) {
        this.config = config;
        this.options = options;
        this.weights = weights;
        options.lora().ifPresent(lora -> LoraStart.add(weights, config, options, lora));
        this.parameters = options.lora().isPresent() ? weights.adapterParameters() : weights.parameters();
        this.learning = new Decoder(config, new Modules(config, weights, Modules.Adapters.DROPPING, tape));
        this.adapted = new Decoder(config, new Modules(config, weights, Modules.Adapters.ON, tape));
        this.reference = new Decoder(config, new Modules(config, weights, Modules.Adapters.OFF, tape));
        for (Parameter p : parameters) p.value().set_requires_grad(true);
    }

    /**
     * Loads a model folder to train it, or an adapter on it.
     *
     * @param merged an adapter to add to the weights first
     * @throws InvalidInputException if config, tensors or adapter do not fit a known architecture
     */
    public static TrainableLm load(Path folder, Optional<Path> merged, TrainingOptions options) throws IOException {
        WeightUse use = options.lora().isPresent() ? WeightUse.FROZEN : WeightUse.TRAINED;
        LoadOptions load = new LoadOptions(options.placement(), merged, true, use);
        try (WeightedSumFiles files = WeightedSumFiles.open(WeightedSum.of(folder))) {
            check(files.config(), load, options.lora());
            return new TrainableLm(files.config(), options, Weights.load(files, load));
        }
    }

    /**
     * Checks what {@link #load} checks, except what only the weights can show; reads headers only.
     *
     * @throws InvalidInputException if config, tensors, adapter or targets do not fit a known architecture
     */
    public static void check(Path folder, Optional<Path> merged, TrainingOptions options) throws IOException {
        try (WeightedSumFiles files = WeightedSumFiles.open(WeightedSum.of(folder))) {
            check(files.config(), new LoadOptions(options.placement(), merged, true, WeightUse.FROZEN), options.lora());
        }
    }

    private static void check(ModelConfig config, LoadOptions load, Optional<LoraOptions> lora) throws IOException {
        load.placement().device().require();
        AdapterWeights.open(load, config).close();
        lora.ifPresent(l -> checkTargets(l, config));
    }

    private static void checkTargets(LoraOptions lora, ModelConfig config) {
        List<String> known = ModelLayout.projections(config).stream()
                .flatMap(List::stream)
                .map(m -> m.substring(m.lastIndexOf('.') + 1))
                .distinct()
                .toList();
        List<String> unknown = lora.targets().stream()
                .filter(t -> !t.equals(LoraOptions.ALL_LINEAR) && !known.contains(t))
                .toList();
        if (!unknown.isEmpty())
            throw new InvalidInputException(
                    "%s: no projection of this model is called %s; it has %s",
                    Setting.of("lora-targets"), String.join(" or ", unknown), String.join(", ", known));
    }

    public ModelConfig config() {
        return config;
    }

    /**
     * Adds the gradient of a loss that has the same derivative for every target token, such as a mean.
     *
     * @param gradient d loss / d log p
     * @param seed of dropout
     * @return log p of the target tokens of each sequence
     */
    public float[][] learn(List<TrainingSequence> sequences, float gradient, long seed) {
        return learn(sequences, seed, head -> {
            float[] all = new float[head.rows()];
            Arrays.fill(all, gradient);
            return all;
        });
    }

    /**
     * Adds the gradient of any loss that depends on the target tokens' log-probabilities.
     *
     * @param seed of dropout
     * @return log p of the target tokens of each sequence
     */
    public float[][] learn(List<TrainingSequence> sequences, LossGradient loss, long seed) {
        return learn(sequences, seed, head -> flat(loss.at(split(head.logProbabilities(), sequences))));
    }

    private float[][] learn(List<TrainingSequence> sequences, long seed, Function<LossHead, float[]> gradient) {
        try (TensorScope scope = new TensorScope()) {
            ForwardBatch passage = ForwardBatch.learning(sequences);
            Placement placement = options.placement();
            List<RotaryTable> ropes = learning.ropes(passage, placement);
            LayerStack stack = new LayerStack(learning, ropes, attention(sequences), tape, options.recompute(), seed);
            try {
                Tensor hidden = stack.forward(embedded(passage));
                Tensor normed = learning.normed(passage.wanted(hidden));
                LossHead head = head(normed.detach(), passage);
                LayerStack.backwardOf(normed, head.backward(gradient.apply(head)));
                learnEmbedding(passage, stack.backward(hidden.grad()));
                return split(head.found(), sequences);
            } finally {
                stack.clear();
                tape.clear();
            }
        }
    }

    /**
     * log p of the target tokens of each sequence.
     *
     * @param withAdapter whether to apply the adapter that is trained, without dropout; without it the model is the
     *     original one
     */
    public float[][] logProbabilities(List<TrainingSequence> sequences, boolean withAdapter) {
        Decoder chosen = withAdapter ? adapted : reference;
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            ForwardBatch passage = ForwardBatch.learning(sequences);
            Tensor hidden = chosen.hidden(passage, attention(sequences), options.placement());
            return split(head(chosen.normed(passage.wanted(hidden)), passage).logProbabilities(), sequences);
        }
    }

    private PackedAttention attention(List<TrainingSequence> sequences) {
        int[] lengths = sequences.stream().mapToInt(s -> s.tokens().length).toArray();
        return new PackedAttention(config, lengths, options.placement());
    }

    private Tensor embedded(ForwardBatch passage) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return learning.embed(passage, options.placement());
        }
    }

    private void learnEmbedding(ForwardBatch passage, Tensor gradient) {
        Tensor embedding = weights.tensor(ModelLayout.EMBEDDING);
        if (!embedding.requires_grad()) return;
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor scaled = learning.embeddingScale(options.placement())
                    .map(gradient::mul)
                    .orElse(gradient);
            long[] rows = passage.rowsWithout(config.padding());
            Tensor chosen = options.placement().move(torch.tensor(rows));
            Gradients.addRows(
                    embedding,
                    passage.ids(options.placement()).index_select(0, chosen),
                    scaled.index_select(0, chosen));
        }
    }

    private LossHead head(Tensor normed, ForwardBatch passage) {
        Tensor weight = weights.find(ModelLayout.OUTPUT).orElseGet(() -> weights.tensor(ModelLayout.EMBEDDING));
        return new LossHead(weight, config.logitCap(), normed, passage.targets());
    }

    private static float[][] split(float[] all, List<TrainingSequence> sequences) {
        float[][] parts = new float[sequences.size()][];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            int n = sequences.get(i).count();
            parts[i] = Arrays.copyOfRange(all, at, at + n);
            at += n;
        }
        return parts;
    }

    private static float[] flat(float[][] parts) {
        float[] all = new float[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] p : parts) {
            System.arraycopy(p, 0, all, at, p.length);
            at += p.length;
        }
        return all;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Optional<LoraOptions> lora() {
        return options.lora();
    }

    /** Modules with an adapter. */
    List<String> adaptedModules() {
        return parameters.stream()
                .map(Parameter::name)
                .filter(n -> n.endsWith(".lora_A.weight"))
                .map(n -> n.substring(0, n.length() - ".lora_A.weight".length()))
                .toList();
    }

    /** Where trained tensors live, and in which precision. */
    Placement masters() {
        return new Placement(Precision.F32, options.placement().device());
    }

    @Override
    public void close() {
        weights.close();
    }
}
