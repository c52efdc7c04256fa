// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Parameters of OpenAI's interface and of vLLM's extensions that would change the result and are not supported. They
 * are refused, except for values without an effect, which many clients always send.
 */
final class UnsupportedParameters {
    private static final Map<String, Predicate<JsonNode>> HARMLESS = harmless();

    private UnsupportedParameters() {}

    private static Map<String, Predicate<JsonNode>> harmless() {
        Map<String, Predicate<JsonNode>> map = new HashMap<>();
        for (String zero : List.of("frequency_penalty", "presence_penalty", "min_p", "min_tokens"))
            map.put(zero, n -> n.isNumber() && n.doubleValue() == 0);
        for (String one : List.of("repetition_penalty", "length_penalty", "best_of"))
            map.put(one, n -> n.isNumber() && n.doubleValue() == 1);
        for (String empty : List.of(
                "tools", "functions", "logit_bias", "stop_token_ids", "bad_words", "documents", "chat_template_kwargs"))
            map.put(empty, n -> n.isContainerNode() && n.isEmpty());
        for (String none : List.of("tool_choice", "function_call"))
            map.put(none, n -> Set.of("none", "auto").contains(n.asText()));
        for (String off :
                List.of("use_beam_search", "ignore_eos", "include_stop_str_in_output", "continue_final_message"))
            map.put(off, n -> n.isBoolean() && !n.booleanValue());
        for (String on : List.of("skip_special_tokens", "add_generation_prompt"))
            map.put(on, n -> n.isBoolean() && n.booleanValue());
        for (String absent : List.of(
                "audio",
                "prediction",
                "web_search_options",
                "prompt_logprobs",
                "chat_template",
                "truncate_prompt_tokens",
                "guided_json",
                "guided_regex",
                "guided_choice",
                "guided_grammar",
                "structured_outputs")) map.put(absent, n -> false);
        map.put("suffix", n -> n.isTextual() && n.textValue().isEmpty());
        map.put("reasoning_effort", n -> n.asText().equals("none"));
        map.put("response_format", n -> n.path("type").asText().equals("text"));
        map.put("modalities", n -> n.size() == 1 && n.path(0).asText().equals("text"));
        return Map.copyOf(map);
    }

    /** The names of all unsupported parameters. */
    static Set<String> names() {
        return HARMLESS.keySet();
    }

    static void check(BodyFields fields) {
        HARMLESS.forEach(
                (name, harmless) -> fields.get(name).filter(harmless.negate()).ifPresent(value -> {
                    throw ApiError.parameter(
                            name,
                            name + " is not supported; leave it out (got " + ForeignText.printable(value.toString())
                                    + ")");
                }));
    }
}
