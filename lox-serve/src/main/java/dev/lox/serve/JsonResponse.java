// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a response of one JSON object. */
final class JsonResponse {
    private static final String RETRY_SECONDS = "1";

    private JsonResponse() {}

    static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        send(exchange, status, json, 0);
    }

    /**
     * Sends an error. Many clients read no answer before they have sent their body, and lose it if the connection is closed
     * meanwhile.
     *
     * @param drained bytes of the request's body that are still read at most
     */
    static void send(HttpExchange exchange, ApiError error, long drained) throws IOException {
        if (error.status() == 401) exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        if (error.status() == 429) exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
        // The server may close the connection, and a client that is not told sends its next request into it.
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, error.status(), error.json(), drained);
    }

    private static void send(HttpExchange exchange, int status, JsonNode json, long drained) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        // Closed here, so that errors are reported; the exchange ignores them. That closes the request's body, too.
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
            out.flush();
            drain(exchange.getRequestBody(), drained);
        }
    }

    private static void drain(InputStream body, long most) throws IOException {
        byte[] block = new byte[16 << 10];
        for (long left = most; left > 0; ) {
            int n = body.read(block, 0, (int) Math.min(block.length, left));
            if (n < 0) return;
            left -= n;
        }
    }
}
