// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Builds the modules of a model on its weights. */
final class Modules {
    private final ModelConfig config;
    private final Weights weights;

    Modules(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    Tensor embedding() {
        return weights.tensor(ModelLayout.EMBEDDING);
    }

    /** The output layer, which may be the embedding. */
    Linear output() {
        boolean shared = config.tied() && !weights.isPacked(ModelLayout.OUTPUT);
        return new Linear(
                weights.matrix(shared ? ModelLayout.EMBEDDING : ModelLayout.OUTPUT),
                null,
                weights.adapter(ModelLayout.OUTPUT));
    }

    RmsNorm norm(int layer, String name) {
        return norm(ModelLayout.layer(layer, name + ".weight"));
    }

    RmsNorm norm(String name) {
        return new RmsNorm(
                weights.tensor(name), config.normEps(), config.family().isGemma());
    }

    Linear linear(int layer, String name) {
        String module = ModelLayout.layer(layer, name);
        String weight = module + ".weight";
        return new Linear(weights.matrix(weight), weights.find(module + ".bias").orElse(null), weights.adapter(weight));
    }

    Projections projections(int layer, String[] names, int... widths) {
        List<Linear> stored = Arrays.stream(names).map(n -> linear(layer, n)).toList();
        return new Projections(stored, widths);
    }
}
