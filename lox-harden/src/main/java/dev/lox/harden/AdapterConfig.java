// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.TensorInfo;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** {@code adapter_config.json} for factors whose scaling is 1 in every module. */
final class AdapterConfig {
    private AdapterConfig() {}

    static ObjectNode of(EditPlan plan, Collection<TensorInfo> tensors) {
        Map<String, Integer> ranks = new TreeMap<>();
        for (TensorInfo t : tensors) {
            int factor = Math.max(t.name().indexOf(".lora_A"), t.name().indexOf(".lora_embedding_A"));
            if (factor > 0)
                ranks.put(
                        t.name().substring(PeftAdapter.PREFIX.length(), factor),
                        Math.toIntExact(t.shape().dim(0)));
        }
        int largest = ranks.values().stream().mapToInt(r -> r).max().orElse(1);
        ObjectNode config =
                plan.models().adapter().map(a -> a.config().deepCopy()).orElseGet(() -> fresh(plan));
        config.put("r", largest)
                .put("lora_alpha", largest)
                .put("use_rslora", false)
                .put("inference_mode", true);
        ObjectNode rankPattern = config.putObject("rank_pattern");
        ObjectNode alphaPattern = config.putObject("alpha_pattern");
        ranks.forEach((module, rank) -> {
            if (rank == largest) return;
            rankPattern.put(module, rank);
            alphaPattern.put(module, rank);
        });
        ArrayNode targets = config.putArray("target_modules");
        ranks.keySet().forEach(targets::add);
        return config;
    }

    private static ObjectNode fresh(EditPlan plan) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put(
                        "base_model_name_or_path",
                        plan.request().model(Role.ALIGNED).toString())
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("lora_dropout", 0.0)
                .put("init_lora_weights", true);
    }
}
