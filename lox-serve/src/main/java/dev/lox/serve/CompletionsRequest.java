// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The body of a request to /v1/completions.
 *
 * @param alternatives number of likely tokens to return with each token; empty if no log-probabilities were requested
 * @param echo whether a choice's text begins with the prompt
 */
record CompletionsRequest(RequestParameters parameters, List<Prompt> prompts, OptionalInt alternatives, boolean echo) {
    private static final int DEFAULT_TOKENS = 16;

    /** A prompt to be continued. */
    sealed interface Prompt {
        /** A prompt as text. */
        record Text(String text) implements Prompt {}

        /** A prompt as token ids. */
        record Tokens(int[] ids) implements Prompt {}
    }

    static CompletionsRequest read(BodyFields fields) {
        boolean echo = fields.flag("echo");
        RequestParameters parameters = RequestParameters.read(fields, echo ? 0 : 1);
        if (fields.get("add_special_tokens").filter(n -> !n.asBoolean(false)).isPresent())
            throw ApiError.parameter(
                    "add_special_tokens", "add_special_tokens: false is not supported; give the prompt as token ids");
        return new CompletionsRequest(parameters, prompts(fields), fields.integer("logprobs", 0, 20), echo);
    }

    /** The maximum number of new tokens, if the context has room for {@code room}. */
    int maxTokens(int room) {
        return parameters.maxTokens().orElse(Math.min(DEFAULT_TOKENS, room));
    }

    private static List<Prompt> prompts(BodyFields fields) {
        JsonNode given = fields.get("prompt").orElseThrow(() -> ApiError.parameter("prompt", "prompt is missing"));
        if (given.isTextual()) return List.of(text("prompt", given));
        if (!given.isArray()) throw BodyFields.wrong("prompt", "text, token ids, or a list of either", given);
        if (given.isEmpty()) throw ApiError.parameter("prompt", "prompt is empty");
        if (given.get(0).isNumber()) return List.of(tokens("prompt", given));
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode p : given) {
            String where = "prompt[" + prompts.size() + "]";
            if (p.isTextual() != given.get(0).isTextual())
                throw ApiError.parameter(where, where + ": a list holds either texts or lists of token ids");
            prompts.add(p.isTextual() ? text(where, p) : tokens(where, p));
        }
        return prompts;
    }

    private static Prompt text(String where, JsonNode node) {
        return new Prompt.Text(BodyFields.text(where, node));
    }

    private static Prompt tokens(String where, JsonNode node) {
        if (!node.isArray()) throw BodyFields.wrong(where, "token ids", node);
        int[] ids = new int[node.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = node.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0)
                throw BodyFields.wrong(where + "[" + i + "]", "a token id", id);
            ids[i] = id.intValue();
        }
        return new Prompt.Tokens(ids);
    }
}
