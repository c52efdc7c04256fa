// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The body of a request to /v1/chat/completions.
 *
 * @param alternatives number of likely tokens to return with each token; empty if no log-probabilities were requested
 */
record ChatRequest(RequestParameters parameters, List<Message> messages, OptionalInt alternatives) {
    /** Roles as templates name them; "developer" is OpenAI's newer name for "system". */
    private static final Map<String, String> ROLES =
            Map.of("system", "system", "developer", "system", "user", "user", "assistant", "assistant");

    static ChatRequest read(BodyFields fields) {
        RequestParameters parameters = RequestParameters.read(fields, 1);
        if (fields.flag("echo")) throw ApiError.parameter("echo", "echo is not supported here; use /v1/completions");
        if (fields.flag("add_special_tokens"))
            throw ApiError.parameter(
                    "add_special_tokens",
                    "add_special_tokens is not supported here; the chat template writes special tokens");
        boolean requested = fields.flag("logprobs");
        OptionalInt top = fields.integer("top_logprobs", 0, 20);
        if (top.orElse(0) > 0 && !requested)
            throw ApiError.parameter("top_logprobs", "top_logprobs requires logprobs: true");
        return new ChatRequest(
                parameters, messages(fields), requested ? OptionalInt.of(top.orElse(0)) : OptionalInt.empty());
    }

    private static List<Message> messages(BodyFields fields) {
        JsonNode given = fields.get("messages")
                .orElseThrow(() -> ApiError.parameter("messages", "messages is missing; expected a list of messages"));
        if (!given.isArray()) throw BodyFields.wrong("messages", "a list of messages", given);
        if (given.isEmpty()) throw ApiError.parameter("messages", "messages is empty; expected at least one");
        List<Message> messages = new ArrayList<>();
        for (JsonNode m : given) messages.add(message("messages[" + messages.size() + "]", m));
        return messages;
    }

    private static Message message(String where, JsonNode node) {
        if (!(node instanceof ObjectNode)) throw BodyFields.wrong(where, "an object", node);
        String role = ROLES.get(node.path("role").asText());
        if (role == null)
            throw BodyFields.wrong(where + ".role", "system, developer, user or assistant", node.path("role"));
        for (String calls : List.of("tool_calls", "function_call"))
            if (!node.path(calls).isEmpty())
                throw ApiError.parameter(where + "." + calls, where + "." + calls + " is not supported");
        return Message.of(role, content(where + ".content", node.path("content")));
    }

    /** Text, or a list of text parts. */
    private static String content(String where, JsonNode node) {
        if (!node.isArray()) return BodyFields.text(where, node);
        List<String> parts = new ArrayList<>();
        for (JsonNode part : node) {
            String place = where + "[" + parts.size() + "]";
            if (!part.path("type").asText().equals("text"))
                throw ApiError.parameter(place, place + ": only parts of type text are supported");
            parts.add(BodyFields.text(place + ".text", part.path("text")));
        }
        return String.join("\n", parts);
    }
}
