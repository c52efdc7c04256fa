// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;

/** down(activation(gate(x)) · up(x)). */
final class FeedForward {
    private final Projections gateAndUp;
    private final Linear down;
    private final Activation activation;

    FeedForward(ModelConfig config, int layer, Modules modules) {
        this.gateAndUp = modules.projections(
                layer, ModelLayout.gateAndUp(config), config.intermediateSize(), config.intermediateSize());
        this.down = modules.linear(layer, "mlp.down_proj");
        this.activation = config.activation();
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(Tensor x) {
        Tensor[] wide = gateAndUp.apply(x);
        return down.apply(InPlace.mul(activation.apply(wide[0]), wide[1]));
    }
}
