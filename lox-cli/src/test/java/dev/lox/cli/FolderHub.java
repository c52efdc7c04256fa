// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A hub whose repositories {@code org/X} are the folders X below one folder. */
final class FolderHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    final AtomicInteger requests = new AtomicInteger();
    private final Path root;
    private final HttpServer server;

    FolderHub(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    Map<String, String> environment(Path cache) {
        return Map.of(
                "HF_HUB_CACHE",
                cache.toString(),
                "HF_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        List<String> parts = List.of(exchange.getRequestURI().getPath().split("/"));
        try (exchange) {
            boolean api = parts.get(1).equals("api");
            Path folder = root.resolve(parts.get(api ? 4 : 2));
            if (!Files.isDirectory(folder)) {
                exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
                exchange.sendResponseHeaders(404, -1);
            } else if (api) {
                send(exchange, listing(folder));
            } else {
                byte[] bytes = Files.readAllBytes(folder.resolve(parts.get(5)));
                exchange.getResponseHeaders().set("ETag", "\"" + etag(bytes) + "\"");
                send(exchange, bytes);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
        if (!head) exchange.getResponseBody().write(bytes);
    }

    private static byte[] listing(Path folder) throws IOException {
        ObjectNode json = new JsonMapper().createObjectNode().put("sha", COMMIT);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(f -> json.withArray("siblings")
                    .addObject()
                    .put("rfilename", f.getFileName().toString()));
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String etag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
