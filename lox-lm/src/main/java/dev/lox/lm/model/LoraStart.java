// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** New adapters: A uniform within 1/sqrt(in), B zero, so that the model is unchanged (peft's initialisation). */
final class LoraStart {
    private LoraStart() {}

    /** Adds one to every target. */
    static void add(Weights weights, ModelConfig config, TrainingOptions options, LoraOptions lora) {
        for (int i = 0; i < config.layers().size(); i++)
            for (List<String> group : ModelLayout.projections(config))
                for (String name : group) {
                    String module = ModelLayout.layer(i, name);
                    if (lora.isTarget(module)) weights.addAdapter(module, adapter(weights, module, options, lora));
                }
    }

    private static LoraFactors adapter(Weights weights, String module, TrainingOptions options, LoraOptions lora) {
        try (TensorScope scope = new TensorScope()) {
            Tensor weight = weights.tensor(module + ".weight");
            torch.manual_seed(options.seed() * 31 + module.hashCode());
            double bound = 1 / Math.sqrt((double) weight.size(1));
            // On the CPU, whatever the device: the same numbers everywhere.
            Tensor a = torch.empty(new long[] {lora.rank(), weight.size(1)}, new TensorOptions(ScalarType.Float), null)
                    .uniform_(-bound, bound, null)
                    .to(weight.device(), ScalarType.Float);
            Tensor b = torch.zeros(new long[] {weight.size(0), lora.rank()}, a.options());
            return new LoraFactors(TensorScope.own(a), TensorScope.own(b), lora.scaling(), lora.dropout());
        }
    }
}
