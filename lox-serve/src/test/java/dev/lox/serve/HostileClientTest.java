// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that hold connections, send too much, or ask for too much. */
@Timeout(60)
class HostileClientTest {
    private static final int HOSTILE = 500;
    private static final int HONEST = 32;

    @TempDir
    Path folder;

    private LanguageModel model;
    private Server server;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        model = TinyModel.open(folder, false);
        ServeSettings settings = new ServeSettings(
                "127.0.0.1",
                0,
                "tiny",
                Optional.of("secret"),
                new Batching(4, 1 << 24),
                8 << 20,
                2 * HONEST,
                Duration.ofSeconds(1));
        server = Server.start(model, settings, System.err::println);
        url = URI.create(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private Http.Reply post(String token, String body) {
        return Http.send(HttpRequest.newBuilder(URI.create(url + "/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    private Http.Reply honest() {
        return post("secret", "{'model': 'tiny', 'prompt': 'a', 'max_tokens': 2}");
    }

    /** Opens connections that each send the same text. */
    private List<Socket> connections(String text) throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < HOSTILE; i++) {
            Socket socket = new Socket(url.getHost(), url.getPort());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            all.add(socket);
        }
        return all;
    }

    /** Clients that ask all at once; the statuses of their answers. */
    private Set<Integer> honestClients() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(HONEST);
        try {
            List<Callable<Integer>> requests = Collections.nCopies(HONEST, () -> honest().status());
            Set<Integer> statuses = new TreeSet<>();
            for (Future<Integer> status : clients.invokeAll(requests)) statuses.add(status.get());
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    static Stream<Arguments> hostileRequests() {
        String post = "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
        return Stream.of(
                Arguments.of("idle", ""),
                Arguments.of("half a request line", "POST /v1/completions HT"),
                Arguments.of("headers without an end", post + "X-A: b\r\n".repeat(100)),
                Arguments.of("a body without the token", post + "Content-Length: 60000\r\n\r\n"),
                Arguments.of(
                        "half a body with a wrong token",
                        post + "Authorization: Bearer no\r\nContent-Length: 60000\r\n\r\n" + "a".repeat(30_000)),
                Arguments.of("chunks without an end", post + "Transfer-Encoding: chunked\r\n\r\n5\r\naaaaa\r\n"),
                Arguments.of(
                        "answers that nobody reads", "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileRequests")
    void hostileConnections_holdNobodyUp(String kind, String text) throws Exception {
        List<Socket> hostile = connections(text);
        try {
            assertEquals(Set.of(200), honestClients());
        } finally {
            for (Socket s : hostile) s.close();
        }
    }

    @Test
    void wrongToken_isToldSo() {
        for (int i = 0; i < 20; i++)
            assertEquals(
                    401,
                    post("wrong", "{'model': 'tiny', 'prompt': '" + "a".repeat(1000) + "'}")
                            .status());
    }

    @Test
    void promptFarLongerThanTheContext_isRefusedBeforeItIsEncodedWhole() {
        for (String letter : new String[] {"a", "\ud83d\ude00", "a "}) {
            Http.Reply reply =
                    post("secret", "{'model': 'tiny', 'max_tokens': 2, 'prompt': '" + letter.repeat(1_000_000) + "'}");
            assertEquals(400, reply.status());
            assertTrue(
                    reply.response().body().contains("context_length_exceeded"),
                    reply.response().body());
            assertFalse(
                    reply.response().body().contains(folder.toString()),
                    reply.response().body());
        }
        assertEquals(200, honest().status());
    }

    private static PendingRequest asking(int prompt, int alternatives, boolean echo) {
        return new PendingRequest(List.of(new ChoiceSpec(
                new int[prompt], "", 10, Sampling.GREEDY, List.of(), OptionalInt.of(alternatives), echo)));
    }

    @Test
    void logProbabilities_areBounded_alone_andTogether() {
        LogprobBudget budget = new LogprobBudget(500);
        assertEquals(
                400,
                assertThrows(ApiError.class, () -> budget.take(asking(100, 20, true)))
                        .status());
        long first = budget.take(asking(100, 20, false));
        assertEquals(210, first);
        assertEquals(210, budget.take(asking(100, 20, false)));
        assertEquals(
                429,
                assertThrows(ApiError.class, () -> budget.take(asking(100, 20, false)))
                        .status());
        budget.release(first);
        assertEquals(210, budget.take(asking(100, 20, false)));
    }
}
