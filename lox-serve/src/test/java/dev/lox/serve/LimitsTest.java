// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.reply.LanguageModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LimitsTest {
    private static final String LONG = "'prompt': 'a', 'temperature': 0, 'max_tokens': 120, 'n': 8";

    @TempDir
    Path folder;

    private LanguageModel model;
    private Server server;

    @BeforeEach
    void open() throws IOException {
        model = TinyModel.open(folder, false);
    }

    @AfterEach
    void close() {
        if (server != null) server.close();
        model.close();
    }

    private static ServeSettings settings(String host, String token, int sequences, int maxQueue, int grace) {
        return new ServeSettings(
                host,
                0,
                "tiny",
                Optional.ofNullable(token),
                new Batching(sequences, 1 << 24),
                2000,
                maxQueue,
                Duration.ofSeconds(grace));
    }

    private Http start(ServeSettings settings) throws IOException {
        server = Server.start(model, settings, System.err::println);
        return new Http(server.url());
    }

    private Http start() throws IOException {
        return start(settings("127.0.0.1", null, 4, 8, 5));
    }

    @Test
    void wrongPathModelOrMethod_isToldSo() throws IOException {
        Http http = start();
        assertEquals(404, http.get("/engines").status());
        Http.Reply model = http.post("/completions", "{'model': 'gpt', 'prompt': 'a'}");
        assertEquals(404, model.status());
        assertEquals("model_not_found", model.error().path("code").asText());
        assertTrue(model.error().path("message").asText().contains("tiny"));
        Http.Reply method = http.get("/completions");
        assertEquals(405, method.status());
        assertEquals("POST", method.response().headers().firstValue("Allow").orElse(""));
        assertEquals(405, http.post("/models", "{}").status());
        Http.Reply type = Http.send(HttpRequest.newBuilder(URI.create(http.url() + "/completions"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertEquals(415, type.status());
    }

    @Test
    void chat_withoutATemplate_pointsToCompletions() throws IOException {
        Http.Reply reply = start().chat("'messages': [{'role': 'user', 'content': 'hi'}]");
        assertEquals(400, reply.status());
        assertTrue(reply.error().path("message").asText().contains("/v1/completions"));
    }

    @Test
    void largeBody_withAndWithoutItsLength_isRefused() throws IOException {
        Http http = start();
        byte[] body =
                ("{\"model\": \"tiny\", \"prompt\": \"" + "a".repeat(3000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        for (HttpRequest.BodyPublisher p : List.of(HttpRequest.BodyPublishers.ofByteArray(body), chunked))
            assertEquals(
                    413, Http.send(http.request("/completions").POST(p).build()).status());
    }

    /** Most clients send all of a body before they look for an answer. */
    @Test
    void largeBody_sentWhole_getsItsAnswer() throws IOException {
        URI address = URI.create(start().url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            byte[] head = ("POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 5000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(new byte[5_000_000]);
            byte[] status = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 413", new String(status, StandardCharsets.US_ASCII));
        }
    }

    /** A few megabytes of brackets would take a hundred times that as a tree. */
    @Test
    void bodyOfTooManyValues_isRefused() throws IOException {
        Http http = start(new ServeSettings(
                "127.0.0.1", 0, "tiny", Optional.empty(), new Batching(4, 1 << 24), 4 << 20, 8, Duration.ofSeconds(5)));
        Http.Reply reply = http.complete("'prompt': 'a', 'x': [" + "[],".repeat(400_000) + "[]]");
        assertEquals(400, reply.status());
        assertTrue(
                reply.error().path("message").asText().contains("600000 values"),
                reply.response().body());
    }

    @Test
    void queueWithoutEnd_isRefused() {
        assertThrows(InvalidInputException.class, () -> settings("127.0.0.1", null, 4, Integer.MAX_VALUE, 5));
    }

    @Test
    void sequence_longerThanTheContext_isRefusedWithBothNumbers() throws IOException {
        Http http = start();
        Http.Reply reply = http.complete("'prompt': 'aaaaaaaaaa', 'max_tokens': 119");
        assertEquals(400, reply.status());
        assertEquals("context_length_exceeded", reply.error().path("code").asText());
        String message = reply.error().path("message").asText();
        assertTrue(message.contains("128") && message.contains("129"), message);
        assertEquals(400, http.complete("'prompt': '" + "a".repeat(128) + "'").status());
        assertEquals(
                200, http.complete("'prompt': 'aaaaaaaaaa', 'max_tokens': 118").status());
        assertEquals(
                200,
                http.complete("'prompt': '" + "a".repeat(128) + "', 'echo': true, 'max_tokens': 0")
                        .status());
        assertEquals(400, http.complete("'prompt': [64]").status());
        assertEquals(400, http.complete("'prompt': ''").status());
    }

    @Test
    void answers_moreThanARequestMayAskFor_areRefused() throws IOException {
        String prompts =
                String.join(",", IntStream.range(0, 33).mapToObj(i -> "'a'").toList());
        assertEquals(
                400, start().complete("'n': 8, 'prompt': [" + prompts + "]").status());
    }

    @Test
    void token_isAskedFor_whereThereIsOne() throws IOException {
        Http http = start(settings("0.0.0.0", "s3cret", 4, 8, 5));
        Http local = new Http(http.url().replace("0.0.0.0", "127.0.0.1"));
        assertEquals(401, local.get("/models").status());
        for (String given : new String[] {"Bearer wrong", "s3cret", "Bearer "})
            assertEquals(
                    401,
                    Http.send(local.request("/models")
                                    .header("Authorization", given)
                                    .GET()
                                    .build())
                            .status());
        assertEquals(
                200,
                Http.send(local.request("/models")
                                .header("Authorization", "Bearer s3cret")
                                .GET()
                                .build())
                        .status());
        assertEquals(
                200, new Http(local.url().replace("/v1", "")).get("/health").status());
    }

    @Test
    void hostThatOthersReach_withoutAToken_isRefused() {
        for (String host : List.of("0.0.0.0", "::"))
            assertTrue(assertThrows(InvalidInputException.class, () -> settings(host, null, 4, 8, 5))
                    .getMessage()
                    .contains("token-file"));
    }

    @Test
    void nameOfAnotherHost_isRefused_onALocalServer() throws IOException {
        URI url = URI.create(start().url());
        for (String host : List.of("attacker.example", "127.0.0.1.attacker.example", ""))
            assertEquals("403", status(url, host));
        for (String host : List.of("localhost:" + url.getPort(), "127.0.0.1", "[::1]:80"))
            assertEquals("200", status(url, host));
    }

    private static String status(URI url, String host) throws IOException {
        String head = "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9);
        }
    }

    @Test
    void fullQueue_refusesWithRetryAfter() throws IOException {
        Http http = start(settings("127.0.0.1", null, 1, 1, 5));
        List<Http.Reply> replies =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> http.complete(LONG)))
                        .limit(8)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        assertTrue(replies.stream().anyMatch(r -> r.status() == 200));
        for (Http.Reply r : replies)
            if (r.status() != 200) {
                assertEquals(429, r.status());
                assertEquals(
                        "1", r.response().headers().firstValue("Retry-After").orElse(""));
            }
        assertEquals(200, http.complete("'prompt': 'a'").status());
    }

    @Test
    void clientThatLeavesItsStream_freesItsPlace() throws IOException, InterruptedException {
        Http http = start(settings("127.0.0.1", null, 1, 4, 5));
        String body = "{\"model\": \"tiny\", \"prompt\": [" + "[5],".repeat(31)
                + "[6]], \"n\": 8, \"max_tokens\": 127, \"stream\": true, \"temperature\": 1}";
        URI url = URI.create(http.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String head = "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertTrue(in.readNBytes(400).length == 400);
        }
        // All of it, one at a time, would be 32512 tokens.
        long begun = System.nanoTime();
        assertEquals(200, http.complete("'prompt': 'a'").status());
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertTrue(seconds < 5, "waited " + seconds + " s for a place that nobody needs");
    }

    @Test
    void closing_letsAnswersEnd_andTakesNoMore() throws Exception {
        Http http = start();
        http.complete("'prompt': 'a'");
        CompletableFuture<Http.Reply> running = CompletableFuture.supplyAsync(() -> http.complete(LONG));
        Thread.sleep(100);
        server.close();
        assertEquals(200, running.get().status());
        assertFalse(running.get().choice().path("finish_reason").isNull());
        assertThrows(RuntimeException.class, () -> http.get("/models"));
    }

    @Test
    void closing_withoutGrace_failsWhatIsUnderWay() throws Exception {
        Http http = start(settings("127.0.0.1", null, 1, 4, 0));
        http.complete("'prompt': 'a'");
        String many = "'prompt': [" + "[5],".repeat(31) + "[6]], 'n': 8, 'max_tokens': 127";
        CompletableFuture<Http.Reply> running = CompletableFuture.supplyAsync(() -> http.complete(many));
        Thread.sleep(200);
        server.close();
        assertEquals(503, running.get().status());
    }

    @Test
    void modelThatFails_failsItsBatch_andTheServerGoesOn() throws IOException {
        model.close();
        Path weights = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        int head = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        // NaN, in every type.
        Arrays.fill(bytes, head, bytes.length, (byte) 0xff);
        Files.write(weights, bytes);
        model = LanguageModel.open(folder, LoadOptions.DEFAULT);
        List<String> log = new CopyOnWriteArrayList<>();
        server = Server.start(model, settings("127.0.0.1", null, 4, 8, 5), log::add);
        Http http = new Http(server.url());
        for (String more : List.of("", ", 'echo': true, 'logprobs': 1", ", 'temperature': 0")) {
            Http.Reply reply = http.complete("'prompt': 'abc'" + more);
            assertEquals(500, reply.status());
            assertEquals("server_error", reply.error().path("type").asText());
        }
        JsonNode last =
                Http.events(http.complete("'prompt': 'abc', 'stream': true")).get(0);
        assertTrue(last.at("/error/message").asText().contains("the model failed on this batch"), last.toString());
        assertEquals(4, log.size());
        assertTrue(log.get(3).contains("not finite"), log.toString());
        assertEquals(
                200, new Http(server.url().replace("/v1", "")).get("/health").status());
    }

    @Test
    void busyPort_isABadInput() throws IOException {
        start();
        int port = URI.create(server.url()).getPort();
        ServeSettings same = new ServeSettings(
                "127.0.0.1", port, "tiny", Optional.empty(), new Batching(1, 1 << 20), 100, 1, Duration.ZERO);
        assertThrows(InvalidInputException.class, () -> Server.start(model, same, System.err::println));
    }
}
