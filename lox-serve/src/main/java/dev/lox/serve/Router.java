// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Routes requests to their endpoints and turns failures into error responses. */
final class Router implements HttpHandler {
    private static final long MOST_DRAINED = 64 << 20;

    private final AccessControl access;
    private final EarlyRefusal refusal = new EarlyRefusal();
    private final Endpoints endpoints;
    private final Semaphore permits;
    private final int most;
    private final Consumer<String> log;

    /** A router that allows {@code most} concurrent requests with a body. */
    Router(AccessControl access, Endpoints endpoints, int most, Consumer<String> log) {
        this.access = access;
        this.endpoints = endpoints;
        this.permits = new Semaphore(most);
        this.most = most;
        this.log = log;
    }

    /** The IOException of a closed connection must reach the HTTP server, else it counts it as open. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            RequestBody.endOrClose(exchange);
            try {
                boolean health = exchange.getRequestURI().getPath().equals("/health");
                // Before a permit is taken and a body is read: strangers get neither.
                if (!health) access.check(exchange.getRequestHeaders());
                if (!exchange.getRequestMethod().equals("POST")) answer(exchange);
                else if (permits.tryAcquire()) {
                    try {
                        answer(exchange);
                    } finally {
                        permits.release();
                    }
                } else throw ApiError.busy();
            } catch (ApiError e) {
                refusal.send(exchange, e);
            }
        }
    }

    /** Answers a request that was admitted, including its errors. */
    private void answer(HttpExchange exchange) throws IOException {
        try {
            route(exchange);
        } catch (ApiError e) {
            JsonResponse.send(exchange, e, MOST_DRAINED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            log.accept("out of memory on a request; increase the Java heap or lower the limit on a request's body");
            fail(exchange, "the server ran out of memory on this request");
        } catch (RuntimeException e) {
            log.accept(trace(e));
            fail(exchange, "the server failed on this request");
        }
    }

    private static void fail(HttpExchange exchange, String message) throws IOException {
        JsonResponse.send(exchange, ApiError.failed(message), MOST_DRAINED);
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            get(exchange);
            endpoints.health(exchange);
        } else if (path.equals("/v1/models")) {
            get(exchange);
            endpoints.models(exchange);
        } else if (path.startsWith("/v1/models/")) {
            get(exchange);
            endpoints.model(exchange, path.substring("/v1/models/".length()));
        } else if (path.equals("/v1/chat/completions")) {
            post(exchange, endpoints::chat);
        } else if (path.equals("/v1/completions")) {
            post(exchange, endpoints::completions);
        } else {
            throw ApiError.path(
                    "no such path; expected /v1/models, /v1/chat/completions, /v1/completions" + " or /health");
        }
    }

    private static void get(HttpExchange exchange) {
        method(exchange, "GET");
    }

    private interface Endpoint {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private void post(HttpExchange exchange, Endpoint endpoint) throws IOException, InterruptedException {
        method(exchange, "POST");
        endpoint.answer(exchange);
    }

    private static void method(HttpExchange exchange, String expected) {
        String method = exchange.getRequestMethod();
        if (method.equals(expected) || method.equals("HEAD") && expected.equals("GET")) return;
        exchange.getResponseHeaders().set("Allow", expected);
        throw ApiError.method("expected " + expected);
    }

    /** Waits a short time until the last responses have been written. */
    void await(long seconds) throws InterruptedException {
        if (permits.tryAcquire(most, seconds, TimeUnit.SECONDS)) permits.release(most);
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
