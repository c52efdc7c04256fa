// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.base.InvalidInputException;
import dev.lox.base.RetryAfter;
import dev.lox.eval.endpoint.RetryPolicy.TransientException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Interprets an endpoint's error response. */
record ErrorReply(int status, String message, String code, String parameter, Optional<Duration> after) {
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation", "invalid_prompt");
    private static final JsonMapper MAPPER = new JsonMapper();

    static ErrorReply of(int status, HttpHeaders headers, byte[] body) {
        JsonNode error = error(body);
        String message =
                error.isTextual() ? error.asText() : error.path("message").asText();
        if (message.isEmpty()) message = new String(body, StandardCharsets.UTF_8).strip();
        return new ErrorReply(
                status,
                message,
                error.path("code").asText(),
                error.path("param").asText(),
                RetryAfter.parse(headers.firstValue("Retry-After").orElse("")));
    }

    /** {@code {"error": {"message": …}}}, {@code {"error": "…"}}, or {@code {"message": …}}. */
    private static JsonNode error(byte[] body) {
        try {
            JsonNode json = MAPPER.readTree(body);
            return json.has("error") ? json.get("error") : json;
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }

    /** Whether a content filter blocked the question, which is common for harmful text to be judged. */
    boolean isFiltered() {
        return status == 400 && FILTERED.contains(code);
    }

    /** Whether the question is longer than the model's context. */
    boolean isTooLong() {
        String words = message.toLowerCase(Locale.ROOT);
        return (status == 400 || status == 413)
                && (code.equals("context_length_exceeded")
                        || words.contains("context length")
                        || words.contains("context size")
                        || words.contains("context window"));
    }

    /** The exception to throw; transient if a retry may help. */
    IOException failure(Endpoint endpoint, String model) {
        String answer = "answered " + status + (message.isEmpty() ? "" : " (" + endpoint.printable(message) + ")");
        // Exhausted credit is reported with the same status as rate limits.
        if (PASSING.contains(status) && !code.equals("insufficient_quota"))
            return new TransientException(answer, after);
        String where = endpoint.base() + ": " + answer;
        switch (status) {
            case 401, 403 ->
                throw new InvalidInputException(where + "; "
                        + (endpoint.key().isPresent()
                                ? "check that the API key is valid and may use " + model
                                : "pass an API key"));
            case 404 ->
                throw new InvalidInputException(where + "; check the model's name, " + model
                        + ", and that the address ends where the server's" + " OpenAI routes begin, mostly in /v1");
            case 405 -> throw new InvalidInputException(where);
            default -> {
                if (status >= 300 && status < 400)
                    throw new InvalidInputException(
                            where + "; it leads elsewhere, which is not followed: pass the address" + " at its end");
                return new IOException(answer);
            }
        }
    }
}
