// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;

/** Reads a request's body: JSON of limited size. */
final class RequestBody {
    private RequestBody() {}

    /** @throws ApiError if its type is not JSON or it is too large */
    static byte[] read(HttpExchange exchange, int most) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        // A web page can post other types to this machine without a preflight request, but not this one.
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json"))
            throw ApiError.contentType("expected Content-Type: application/json");
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && Long.parseLong(length) > most) throw tooLarge(most);
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) throw tooLarge(most);
        return body;
    }

    /**
     * Reads the end of a body that has no bytes. The HTTP server closes connections whose body was not read to its end,
     * also an empty one; a body that nobody asked for is not read, and the client is told that the connection closes.
     */
    static void endOrClose(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String length = headers.getFirst("Content-Length");
        boolean empty = !headers.containsKey("Transfer-Encoding")
                && (length == null || length.strip().equals("0"));
        if (empty) exchange.getRequestBody().readNBytes(1);
        else if (!exchange.getRequestMethod().equals("POST"))
            exchange.getResponseHeaders().set("Connection", "close");
    }

    private static ApiError tooLarge(int most) {
        return ApiError.tooLarge("the body is larger than the " + most + " bytes that the server allows");
    }
}
