// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What {@code adapter_config.json} says of scaling; options that would change the delta and are not known are refused. */
record PeftConfig(
        int rank,
        double alpha,
        boolean rsLora,
        boolean fanInFanOut,
        Map<Pattern, Double> ranks,
        Map<Pattern, Double> alphas) {
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
        Map<Pattern, Double> ranks = patterns(where + ": rank_pattern", json.path("rank_pattern"), complaints);
        Map<Pattern, Double> alphas = patterns(where + ": alpha_pattern", json.path("alpha_pattern"), complaints);
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

    private static Map<Pattern, Double> patterns(String where, JsonNode node, List<String> complaints) {
        Map<Pattern, Double> patterns = new LinkedHashMap<>();
        if (!isSet(node)) return patterns;
        if (!node.isObject()) complaints.add(where + " is not an object");
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            try {
                if (!e.getValue().isNumber() || !(e.getValue().asDouble() > 0))
                    complaints.add(where + " holds something that is no positive number");
                // The same anchoring as PEFT: the key matches a whole module path or a tail of one after a dot.
                patterns.put(
                        Pattern.compile("(.*\\.)?(" + e.getKey() + ")"),
                        e.getValue().asDouble());
            } catch (PatternSyntaxException | StackOverflowError ex) {
                complaints.add(where + ": " + HeaderParser.printable(e.getKey()) + " is not a regular expression");
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

    private static double first(Map<Pattern, Double> patterns, String module, double otherwise) {
        for (Map.Entry<Pattern, Double> e : patterns.entrySet()) if (matches(e.getKey(), module)) return e.getValue();
        return otherwise;
    }

    private static boolean matches(Pattern pattern, String module) {
        try {
            return pattern.matcher(new Bounded(module, new int[] {1_000_000})).matches();
        } catch (StackOverflowError | Bounded.Exhausted e) {
            throw new BadInputException("adapter_config.json: pattern " + HeaderParser.printable(pattern.pattern())
                    + " takes too long to match");
        }
    }

    /** A text that a pattern may look at only so often: a hostile expression can otherwise backtrack for years. */
    private record Bounded(CharSequence text, int[] looksLeft) implements CharSequence {
        private static final class Exhausted extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public char charAt(int i) {
            if (looksLeft[0]-- <= 0) throw new Exhausted();
            return text.charAt(i);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Bounded(text.subSequence(from, to), looksLeft);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
