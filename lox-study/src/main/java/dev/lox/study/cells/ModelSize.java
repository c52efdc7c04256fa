// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.model.CausalLm;
import java.io.IOException;
import java.nio.file.Path;

/** A model's size, for estimates of memory. */
record ModelSize(long parameters, int layers, int width) {
    private static final int FLOAT = 4;

    /** Values kept for the backward pass, per token, layer and unit of width. */
    private static final int ACTIVATIONS = 34;

    /** Reads headers only. */
    static ModelSize of(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            checkpoint.requireWeights();
            long parameters = 0;
            for (StoredTensor tensor : checkpoint.tensors().values())
                parameters += tensor.shape().elements();
            ModelConfig config = CausalLm.config(folder);
            return new ModelSize(parameters, config.layers().size(), config.hiddenSize());
        }
    }

    /** Bytes of its weights in f32. */
    long bytes() {
        return parameters * FLOAT;
    }

    /** Bytes of weights, gradients, two moments, and the activations of {@code tokens} tokens. */
    long trainingBytes(long tokens, boolean recompute) {
        long kept = tokens * layers * width * FLOAT * (recompute ? 2L : ACTIVATIONS);
        return 4 * bytes() + kept;
    }
}
