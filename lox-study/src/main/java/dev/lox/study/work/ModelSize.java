// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;

/** How large a model is, for estimates of what working with it takes. */
public record ModelSize(long parameters, int layers, int width) {
    private static final int FLOAT = 4;

    /** Values kept for each token, layer and unit of width until the gradient is taken. */
    private static final int ACTIVATIONS = 34;

    /** Reads heads alone. */
    public static ModelSize of(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            long parameters = 0;
            for (StoredTensor tensor : checkpoint.tensors().values())
                parameters += tensor.shape().elements();
            ModelConfig config = CausalLm.config(folder);
            return new ModelSize(parameters, config.layers().size(), config.hiddenSize());
        }
    }

    /** Of its weights in f32. */
    public long bytes() {
        return parameters * FLOAT;
    }

    /** Of weights, gradients, two moments, and what is kept of so many tokens. */
    long trainingBytes(long tokens, boolean recompute) {
        long kept = tokens * layers * width * FLOAT * (recompute ? 2L : ACTIVATIONS);
        return 4 * bytes() + kept;
    }
}
