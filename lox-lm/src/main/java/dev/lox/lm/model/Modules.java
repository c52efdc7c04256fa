// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Builds the modules of a model on its weights. */
final class Modules {
    private final ModelConfig config;
    private final Weights weights;
    private final Adapters adapters;

    /** What adapters that stand beside matrices do. */
    enum Adapters {
        /** They do not count. */
        OFF,
        ON,
        /** They are being trained, and drop some of their input. */
        DROPPING
    }

    Modules(ModelConfig config, Weights weights, Adapters adapters) {
        this.config = config;
        this.weights = weights;
        this.adapters = adapters;
    }

    Tensor embedding() {
        return weights.tensor(ModelLayout.EMBEDDING);
    }

    /** The output layer, which may be the embedding. */
    Linear output() {
        boolean shared = config.tied()
                && weights.together(List.of(ModelLayout.OUTPUT_MODULE)).isEmpty();
        if (shared) return new Linear(new PlainMatrix(embedding()), null, null);
        return linear(ModelLayout.OUTPUT_MODULE);
    }

    RmsNorm norm(int layer, String name) {
        return norm(ModelLayout.layer(layer, name + ".weight"));
    }

    RmsNorm norm(String name) {
        return new RmsNorm(
                weights.tensor(name), config.normEps(), config.family().isGemma());
    }

    Linear linear(int layer, String name) {
        return linear(ModelLayout.layer(layer, name));
    }

    private Linear linear(String module) {
        return new Linear(weights.matrix(module), weights.find(module + ".bias").orElse(null), adapter(module));
    }

    private Linear.@Nullable Adapter adapter(String module) {
        Linear.Adapter found = adapters == Adapters.OFF ? null : weights.adapter(module + ".weight");
        return found == null || adapters == Adapters.DROPPING ? found : found.whole();
    }

    /** Maps of the same input; as one where their matrices were packed as one. */
    Projections projections(int layer, List<String> names, int... widths) {
        List<String> modules =
                names.stream().map(n -> ModelLayout.layer(layer, n)).toList();
        Optional<Product> together = modules.size() == 1 ? Optional.empty() : weights.together(modules);
        if (together.isEmpty())
            return new Projections(modules.stream().map(this::linear).toList(), widths);
        Linear one = new Linear(together.get(), weights.biases(modules).orElse(null), null);
        return new Projections(List.of(one), widths);
    }
}
