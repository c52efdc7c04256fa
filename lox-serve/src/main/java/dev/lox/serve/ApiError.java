// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An error response, with the status and fields that OpenAI clients expect. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    private ApiError(int status, String type, @Nullable String param, @Nullable String code, String message) {
        // Clients can cause these at will; a stack trace would be useless and the most expensive part.
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static ApiError parameter(String name, String message) {
        return new ApiError(400, INVALID, name, null, message);
    }

    static ApiError tooLong(String name, String message) {
        return new ApiError(400, INVALID, name, "context_length_exceeded", message);
    }

    static ApiError body(String message) {
        return new ApiError(400, INVALID, null, null, message);
    }

    static ApiError token() {
        return new ApiError(
                401,
                "authentication_error",
                null,
                "invalid_api_key",
                "the server requires its token: Authorization: Bearer TOKEN");
    }

    static ApiError host(String message) {
        return new ApiError(403, "permission_error", null, "host_not_allowed", message);
    }

    static ApiError path(String message) {
        return new ApiError(404, INVALID, null, null, message);
    }

    static ApiError model(String message) {
        return new ApiError(404, INVALID, "model", "model_not_found", message);
    }

    static ApiError method(String message) {
        return new ApiError(405, INVALID, null, null, message);
    }

    static ApiError tooLarge(String message) {
        return new ApiError(413, INVALID, null, null, message);
    }

    static ApiError contentType(String message) {
        return new ApiError(415, INVALID, null, null, message);
    }

    static ApiError busy() {
        return new ApiError(
                429, "rate_limit_error", null, "queue_full", "too many requests are waiting; try again later");
    }

    static ApiError failed(String message) {
        return new ApiError(500, "server_error", null, null, message);
    }

    static ApiError closing() {
        return new ApiError(503, "server_error", null, "shutting_down", "the server is shutting down");
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return json;
    }
}
