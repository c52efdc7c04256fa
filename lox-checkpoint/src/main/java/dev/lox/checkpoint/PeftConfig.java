// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** What {@code adapter_config.json} says of scaling; options that would change the delta and are not known are refused. */
record PeftConfig(
        int rank,
        double alpha,
        boolean rsLora,
        boolean fanInFanOut,
        Map<ModulePattern, Double> ranks,
        Map<ModulePattern, Double> alphas) {
    static PeftConfig parse(String where, ObjectNode json) {
        List<String> complaints = new ArrayList<>();
        if (!json.path("peft_type").asText().equals("LORA"))
            complaints.add(where + ": peft_type, expected LORA, got "
                    + HeaderParser.printable(json.path("peft_type").asText()));
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
                complaints.add(where + ": " + flag + " is not supported; merge the adapter with peft first");
        JsonNode init = json.path("init_lora_weights");
        if (init.isTextual()
                && !init.textValue().equals("gaussian")
                && !init.textValue().equals("orthogonal"))
            complaints.add(where + ": init_lora_weights " + HeaderParser.printable(init.textValue())
                    + " changes the base as well and is not supported; merge the adapter with peft first");
        if (!json.path("r").isIntegralNumber()
                || json.path("r").asInt() <= 0
                || !json.path("r").canConvertToInt())
            complaints.add(where + ": r, expected a positive integer, got "
                    + HeaderParser.printable(json.path("r").toString()));
        if (!json.path("lora_alpha").isNumber()
                || !Double.isFinite(json.path("lora_alpha").asDouble()))
            complaints.add(where + ": lora_alpha, expected a number, got "
                    + HeaderParser.printable(json.path("lora_alpha").toString()));
        Map<ModulePattern, Double> ranks =
                patterns(where + ": rank_pattern", json.path("rank_pattern"), true, complaints);
        Map<ModulePattern, Double> alphas =
                patterns(where + ": alpha_pattern", json.path("alpha_pattern"), false, complaints);
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
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
            String where, JsonNode node, boolean whole, List<String> complaints) {
        Map<ModulePattern, Double> patterns = new LinkedHashMap<>();
        if (node.isMissingNode() || node.isNull()) return patterns;
        if (!node.isObject()) complaints.add(where + " is not an object");
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            try {
                JsonNode value = e.getValue();
                boolean known = whole
                        ? value.isIntegralNumber() && value.canConvertToInt()
                        : value.isNumber() && Double.isFinite(value.asDouble());
                if (!known || value.asDouble() <= 0)
                    complaints.add(where + ": expected positive " + (whole ? "integers" : "numbers") + ", got "
                            + HeaderParser.printable(value.toString()));
                patterns.put(ModulePattern.of(e.getKey()), value.asDouble());
            } catch (PatternSyntaxException ex) {
                complaints.add(where + ": " + HeaderParser.printable(e.getKey())
                        + " is not a regular expression that is supported ("
                        + HeaderParser.printable(ex.getDescription()) + ")");
            }
        }
        return patterns;
    }

    int rankOf(String module) {
        return (int) first(ranks, module, rank);
    }

    /** alpha / r, or alpha / sqrt(r) with rsLoRA. */
    double scaling(String module, int r) {
        return first(alphas, module, alpha) / (rsLora ? Math.sqrt(r) : r);
    }

    private static double first(Map<ModulePattern, Double> patterns, String module, double otherwise) {
        for (Map.Entry<ModulePattern, Double> e : patterns.entrySet())
            if (e.getKey().matches(module)) return e.getValue();
        return otherwise;
    }
}
