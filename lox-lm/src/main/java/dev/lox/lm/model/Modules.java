// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Builds the modules of a model on its weights. */
final class Modules {
    private final ModelConfig config;
    private final Weights weights;
    private final Adapters adapters;
    private final @Nullable Tape tape;

    /** Whether adapters beside matrices are applied. */
    enum Adapters {
        OFF,
        ON,
        /** They are being trained, with dropout on their input. */
        DROPPING
    }

    /** Modules for inference. */
    Modules(ModelConfig config, Weights weights) {
        this(config, weights, Adapters.ON, null);
    }

    /**
     * Modules of these weights.
     *
     * @param tape that records products for their gradients
     */
    Modules(ModelConfig config, Weights weights, Adapters adapters, @Nullable Tape tape) {
        this.config = config;
        this.weights = weights;
        this.adapters = adapters;
        this.tape = tape;
    }

    Tensor embedding() {
        return weights.tensor(ModelLayout.EMBEDDING);
    }

    /** The output layer, which may be the embedding. */
    Linear output() {
        boolean shared = config.tied()
                && weights.together(List.of(ModelLayout.OUTPUT_MODULE)).isEmpty();
        if (shared) return new Linear(product(embedding()), null, null);
        return linear(ModelLayout.OUTPUT_MODULE);
    }

    /** A norm of a layer; null for no name. */
    @Nullable
    RmsNorm norm(int layer, @Nullable String name) {
        return name == null ? null : norm(ModelLayout.layer(layer, name + ".weight"));
    }

    RmsNorm norm(String name) {
        return new RmsNorm(weights.tensor(name), config);
    }

    Linear linear(int layer, String name) {
        return linear(ModelLayout.layer(layer, name));
    }

    private Linear linear(String module) {
        Product matrix = tape == null ? weights.matrix(module) : product(weights.tensor(module + ".weight"));
        return new Linear(matrix, weights.find(module + ".bias").orElse(null), adapter(module));
    }

    private Linear.@Nullable Adapter adapter(String module) {
        LoraFactors found = adapters == Adapters.OFF ? null : weights.adapter(module + ".weight");
        if (found == null) return null;
        double dropout = adapters == Adapters.DROPPING ? found.dropout() : 0;
        return new Linear.Adapter(product(found.a()), product(found.b()), found.scaling(), dropout);
    }

    private Product product(Tensor matrix) {
        return tape == null ? new PlainMatrix(matrix) : new TapedMatrix(matrix, tape);
    }

    /** Linear maps of the same input, as one if their matrices were packed as one. */
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
