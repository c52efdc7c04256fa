// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.MatchBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** Rank and scaling of {@code adapter_config.json}. Unsupported options that change the delta are refused. */
record PeftConfig(
        int rank,
        double alpha,
        boolean rsLora,
        boolean fanInFanOut,
        Map<ModulePattern, Double> ranks,
        Map<ModulePattern, Double> alphas) {
    static PeftConfig parse(String where, ObjectNode json) {
        List<String> problems = new ArrayList<>();
        if (!json.path("peft_type").asText().equals("LORA"))
            problems.add(where + ": peft_type, expected LORA, got "
                    + ForeignText.printable(json.path("peft_type").asText()));
        for (String flag : List.of(
                "use_dora",
                "lora_bias",
                "use_qalora",
                "megatron_config",
                "eva_config",
                "corda_config",
                "loftq_config",
                "alora_invocation_tokens",
                "target_parameters",
                "arrow_config",
                "use_bdlora",
                "kasa_config",
                "monteclora_config",
                "layer_replication",
                "trainable_token_indices"))
            if (isSet(json.path(flag)))
                problems.add(where + ": " + flag + " is not supported; merge the adapter with peft first");
        JsonNode init = json.path("init_lora_weights");
        if (init.isTextual()
                && !init.textValue().equals("gaussian")
                && !init.textValue().equals("orthogonal"))
            problems.add(where + ": init_lora_weights " + ForeignText.printable(init.textValue())
                    + " also changes the base model and is not supported; merge the adapter with peft first");
        if (!json.path("r").isIntegralNumber()
                || json.path("r").asInt() <= 0
                || !json.path("r").canConvertToInt())
            problems.add(where + ": r, expected a positive integer, got "
                    + ForeignText.printable(json.path("r").toString()));
        if (!json.path("lora_alpha").isNumber()
                || !Double.isFinite(json.path("lora_alpha").asDouble()))
            problems.add(where + ": lora_alpha, expected a number, got "
                    + ForeignText.printable(json.path("lora_alpha").toString()));
        Map<ModulePattern, Double> ranks =
                patterns(where + ": rank_pattern", json.path("rank_pattern"), true, problems);
        Map<ModulePattern, Double> alphas =
                patterns(where + ": alpha_pattern", json.path("alpha_pattern"), false, problems);
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return new PeftConfig(
                json.path("r").asInt(),
                json.path("lora_alpha").asDouble(),
                json.path("use_rslora").asBoolean(),
                json.path("fan_in_fan_out").asBoolean(),
                ranks,
                alphas);
    }

    private static boolean isSet(JsonNode node) {
        return !(node.isMissingNode()
                || node.isNull()
                || node.isBoolean() && !node.booleanValue()
                || node.isContainerNode() && node.isEmpty());
    }

    private static Map<ModulePattern, Double> patterns(
            String where, JsonNode node, boolean whole, List<String> problems) {
        Map<ModulePattern, Double> patterns = new LinkedHashMap<>();
        if (node.isMissingNode() || node.isNull()) return patterns;
        if (!node.isObject()) problems.add(where + " is not an object");
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            try {
                JsonNode value = e.getValue();
                boolean known = whole
                        ? value.isIntegralNumber() && value.canConvertToInt()
                        : value.isNumber() && Double.isFinite(value.asDouble());
                if (!known || value.asDouble() <= 0)
                    problems.add(where + ": expected positive " + (whole ? "integers" : "numbers") + ", got "
                            + ForeignText.printable(value.toString()));
                patterns.put(ModulePattern.of(e.getKey()), value.asDouble());
            } catch (PatternSyntaxException ex) {
                problems.add(where + ": " + ForeignText.printable(e.getKey())
                        + " is not a supported regular expression ("
                        + ForeignText.printable(ex.getDescription()) + ")");
            }
        }
        return patterns;
    }

    int rankOf(String module, MatchBudget budget) {
        return (int) first(ranks, module, budget, rank);
    }

    /** alpha / r, or alpha / sqrt(r) with rsLoRA. */
    double scaling(String module, int r, MatchBudget budget) {
        return first(alphas, module, budget, alpha) / (rsLora ? Math.sqrt(r) : r);
    }

    private static double first(
            Map<ModulePattern, Double> patterns, String module, MatchBudget budget, double otherwise) {
        for (Map.Entry<ModulePattern, Double> e : patterns.entrySet())
            if (e.getKey().matches(module, budget)) return e.getValue();
        return otherwise;
    }
}
