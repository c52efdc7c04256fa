// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A model's weights by name, and the modules built on them. */
final class Modules {
    private final ModelConfig config;
    private final Map<String, Tensor> weights;
    private final Map<String, Linear.Adapter> adapters;

    Modules(ModelConfig config, Map<String, Tensor> weights, Map<String, Linear.Adapter> adapters) {
        this.config = config;
        this.weights = weights;
        this.adapters = adapters;
    }

    Tensor weight(String name) {
        Tensor weight = weights.get(name);
        if (weight == null) throw new IllegalStateException(name + " was not loaded");
        return weight;
    }

    RmsNorm norm(int layer, String name) {
        return norm(ModelLayout.layer(layer, name + ".weight"));
    }

    RmsNorm norm(String name) {
        return new RmsNorm(weight(name), config.normEps(), config.family().isGemma());
    }

    Linear linear(int layer, String name) {
        return linear(ModelLayout.layer(layer, name));
    }

    /** By the module's name; its bias is used where there is one. */
    Linear linear(String module) {
        @Nullable Tensor bias = weights.get(module + ".bias");
        return new Linear(weight(module + ".weight"), bias, adapters.get(module + ".weight"));
    }

    Projections projections(int layer, String[] names, int... widths) {
        List<Linear> stored = Arrays.stream(names).map(n -> linear(layer, n)).toList();
        return new Projections(stored, widths);
    }
}
