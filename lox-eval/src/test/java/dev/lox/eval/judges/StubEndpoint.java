// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lox.eval.endpoint.ApiKey;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.endpoint.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers as a test says. */
final class StubEndpoint implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    static {
        // Its headers would wait 40 ms for the client's acknowledgement before the body follows.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** A request as it came. */
    record Asked(String path, Optional<String> authorization, JsonNode body) {
        String question() {
            return body.has("prompt")
                    ? body.path("prompt").asText()
                    : body.path("messages").path(0).path("content").asText();
        }
    }

    /** What is sent back; a status below 0 closes the connection in the middle. */
    record Answered(int status, String body, Map<String, String> headers) {
        Answered(int status, String body) {
            this(status, body, Map.of());
        }
    }

    /** Says what is sent back. */
    @FunctionalInterface
    interface Script {
        Answered answer(Asked asked) throws InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    StubEndpoint(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", http -> {
            try (http) {
                serve(http, script);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private void serve(HttpExchange http, Script script) throws IOException, InterruptedException {
        Asked request = new Asked(
                http.getRequestURI().getPath(),
                Optional.ofNullable(http.getRequestHeaders().getFirst("Authorization")),
                MAPPER.readTree(http.getRequestBody().readAllBytes()));
        asked.add(request);
        Answered answer = script.answer(request);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(http.getResponseHeaders()::set);
        if (answer.status() < 0) {
            http.sendResponseHeaders(200, bytes.length + 100);
            http.getResponseBody().write(bytes);
            http.getResponseBody().flush();
            return;
        }
        http.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
    }

    static Answered says(String text) {
        return says(text, "stop");
    }

    static Answered says(String text, String finish) {
        ObjectNode body = MAPPER.createObjectNode();
        ObjectNode choice = body.putArray("choices").addObject().put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("text", text);
        body.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
        return new Answered(200, body.toString());
    }

    static Answered error(int status, String message, String code, String param) {
        ObjectNode body = MAPPER.createObjectNode();
        body.putObject("error").put("message", message).put("code", code).put("param", param);
        return new Answered(status, body.toString());
    }

    URI base() {
        return Endpoint.base("http://localhost:" + server.getAddress().getPort() + "/v1/");
    }

    static final ApiKey KEY = new ApiKey("sk-not-to-be-seen");

    /** Waits of milliseconds. */
    Endpoint endpoint(int attempts, Duration timeout) {
        return new Endpoint(
                base(),
                Optional.of(KEY),
                8,
                timeout,
                new RetryPolicy(attempts, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofSeconds(2)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
