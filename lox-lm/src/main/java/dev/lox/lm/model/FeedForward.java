// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.Activation;
import dev.lox.lm.config.ModelConfig;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** down(activation(gate(x)) · up(x)). */
final class FeedForward {
    private final Projections gateAndUp;
    private final Linear down;
    private final UnaryOperator<Tensor> activation;

    FeedForward(ModelConfig config, int layer, Modules modules) {
        this.gateAndUp = modules.projections(
                layer, ModelLayout.gateAndUp(config), config.intermediateSize(), config.intermediateSize());
        this.down = modules.linear(layer, "mlp.down_proj");
        this.activation = function(config.activation());
    }

    private static UnaryOperator<Tensor> function(Activation activation) {
        return switch (activation) {
            case SILU -> torch::silu;
            case GELU_TANH -> x -> torch.gelu(x, "tanh");
            case GELU -> x -> torch.gelu(x, "none");
        };
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(Tensor x) {
        Tensor[] wide = gateAndUp.apply(x);
        return down.apply(InPlace.mul(activation.apply(wide[0]), wide[1]));
    }
}
