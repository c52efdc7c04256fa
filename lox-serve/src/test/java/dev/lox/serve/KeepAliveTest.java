// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.reply.LanguageModel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection serves further requests unless its client was told that it closes. */
@Timeout(60)
class KeepAliveTest {
    private static final String COMPLETION = "{\"model\": \"tiny\", \"prompt\": \"a\", \"max_tokens\": 2}";

    @TempDir
    static Path folder;

    private static LanguageModel model;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        model = TinyModel.open(folder, false);
        server = Server.start(
                model,
                new ServeSettings(
                        "127.0.0.1",
                        0,
                        "tiny",
                        Optional.empty(),
                        new Batching(4, 1 << 24),
                        4096,
                        8,
                        Duration.ofSeconds(1)),
                System.err::println);
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    private static String request(String line, String body) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
    }

    /** The head of one response; its body is read and dropped. */
    private static String head(InputStream in, boolean body) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("closed after: " + head);
            head.append((char) b);
        }
        String text = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = text.indexOf("content-length: ");
        if (body) {
            int length = Integer.parseInt(
                    text.substring(at + 16, text.indexOf("\r\n", at)).strip());
            assertEquals(length, in.readNBytes(length).length);
        }
        return text;
    }

    private interface Exchanges {
        void run(Socket socket, InputStream in) throws IOException;
    }

    private static void connect(Exchanges exchanges) throws IOException {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            exchanges.run(socket, new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void answeredRequests_leaveTheConnectionOpen() throws IOException {
        connect((socket, in) -> {
            for (int i = 0; i < 3; i++) {
                send(socket, request("GET /health", ""));
                assertTrue(head(in, true).startsWith("http/1.1 200"));
                send(socket, request("HEAD /v1/models", ""));
                assertTrue(head(in, false).startsWith("http/1.1 200"));
                send(socket, request("POST /v1/completions", COMPLETION));
                assertTrue(head(in, true).startsWith("http/1.1 200"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/none", "GET /v1/completions", "GET /health", "DELETE /v1/models", "POST /health"})
    void bodiesThatAreNotRead_closeTheConnection_andTheClientIsTold(String line) throws IOException {
        connect((socket, in) -> {
            send(socket, request(line, "x".repeat(5000)));
            assertTrue(head(in, true).contains("connection: close\r\n"));
        });
    }

    @Test
    void refusedRequests_tellThatTheConnectionCloses() throws IOException {
        for (String body : new String[] {"{", COMPLETION.replace("tiny", "other"), "x".repeat(5000)})
            connect((socket, in) -> {
                send(socket, request("POST /v1/completions", body));
                String head = head(in, true);
                assertTrue(head.startsWith("http/1.1 4") && head.contains("connection: close\r\n"), head);
                assertEquals(-1, in.read());
            });
    }
}
