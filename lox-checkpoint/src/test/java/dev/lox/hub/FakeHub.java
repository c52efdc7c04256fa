// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The hub's routes over files in memory; large ones (safetensors, parquet) lie in a storage on another port, by redirect. */
final class FakeHub implements AutoCloseable {
    static {
        // Else every answer with a body waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** One request as it came. */
    record Seen(String method, String path, String range, String authorization, boolean storage) {}

    /** What is done instead of the right answer, once. */
    @FunctionalInterface
    interface Fault {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    final Map<String, byte[]> files = new TreeMap<>();
    final Map<String, String> revisions = new HashMap<>(Map.of("main", COMMIT));
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** Faults of the storage (or, for small files, of the hub) by file, each met once in turn. */
    private final Map<String, ConcurrentLinkedDeque<Fault>> faults = new ConcurrentHashMap<>();

    private final HttpServer hub;
    private final HttpServer storage;
    private final String prefix;

    FakeHub() {
        this("");
    }

    /** @param prefix {@code datasets/}, or nothing for a model */
    FakeHub(String prefix) {
        this.prefix = prefix;
        try {
            hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hub.createContext("/", exchange -> serve(exchange, false));
        storage.createContext("/", exchange -> serve(exchange, true));
        for (HttpServer s : List.of(hub, storage)) {
            s.setExecutor(Executors.newCachedThreadPool(r -> {
                Thread thread = new Thread(r, "fake-hub");
                thread.setDaemon(true);
                return thread;
            }));
            s.start();
        }
    }

    /** A small model: config, tokenizer, two shards and their index. */
    static FakeHub model() {
        FakeHub hub = new FakeHub();
        hub.put("config.json", "{}");
        hub.put("tokenizer.json", "{\"a\": \"ä\"}");
        hub.put("model-00001-of-00002.safetensors", "first".repeat(20_000));
        hub.put("model-00002-of-00002.safetensors", "second".repeat(20_000));
        hub.put(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\"}}");
        hub.put("pytorch_model.bin", "pickle");
        hub.put("onnx/model.json", "{}");
        hub.put("README.md", "# words");
        return hub;
    }

    void put(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void fail(String name, Fault... more) {
        faults.computeIfAbsent(name, n -> new ConcurrentLinkedDeque<>()).addAll(List.of(more));
    }

    String endpoint() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    HubSettings settings(Path cache, String... variables) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", cache.toString());
        environment.put("HF_HUB_CACHE", cache.toString());
        environment.put("HF_ENDPOINT", endpoint());
        for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
        return HubSettings.of(environment);
    }

    long count(String method, String part) {
        return seen.stream()
                .filter(s -> s.method().equals(method) && s.path().contains(part))
                .count();
    }

    static boolean isLarge(String name) {
        return name.endsWith(".safetensors") || name.endsWith(".parquet");
    }

    static String etag(String name, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance(isLarge(name) ? "SHA-256" : "SHA-1");
            if (!isLarge(name)) digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(HttpExchange exchange, boolean isStorage) {
        String path = exchange.getRequestURI().getRawPath();
        seen.add(new Seen(
                exchange.getRequestMethod(),
                path,
                String.valueOf(exchange.getRequestHeaders().getFirst("Range")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                isStorage));
        try (exchange) {
            if (isStorage) file(exchange, path.substring(1), true);
            else if (path.startsWith("/api/")) api(exchange, path);
            else resolve(exchange, path);
        } catch (IOException e) {
            // The client has gone, or a fault wanted it so.
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        if (meetsFault(exchange, "api", new byte[0])) return;
        String revision =
                java.net.URLDecoder.decode(path.substring(path.lastIndexOf("/revision/") + 10), StandardCharsets.UTF_8);
        String commit = revisions.getOrDefault(revision, revisions.containsValue(revision) ? revision : null);
        if (!path.startsWith("/api/" + (prefix.isEmpty() ? "models/" : prefix) + "org/name/")) {
            refuse(exchange, 401, "RepoNotFound");
        } else if (commit == null) {
            refuse(exchange, 404, "RevisionNotFound");
        } else {
            ObjectNode json = new JsonMapper().createObjectNode().put("sha", commit);
            files.keySet().forEach(n -> json.withArray("siblings").addObject().put("rfilename", n));
            byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void resolve(HttpExchange exchange, String path) throws IOException {
        String before = "/" + prefix + "org/name/resolve/" + COMMIT + "/";
        String name = java.net.URLDecoder.decode(path.substring(before.length()), StandardCharsets.UTF_8);
        if (!path.startsWith(before) || !files.containsKey(name)) {
            refuse(exchange, 404, "EntryNotFound");
            return;
        }
        byte[] content = files.get(name);
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        if (!isLarge(name)) {
            exchange.getResponseHeaders().set("ETag", "\"" + etag(name, content) + "\"");
            file(exchange, name, false);
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD") && meetsFault(exchange, "HEAD " + name, content)) return;
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + etag(name, content) + "\"");
        exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
        exchange.getResponseHeaders()
                .set("Location", "http://127.0.0.1:" + storage.getAddress().getPort() + "/" + name);
        exchange.sendResponseHeaders(302, -1);
    }

    private void file(HttpExchange exchange, String name, boolean isStorage) throws IOException {
        byte[] content = files.get(name);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (meetsFault(exchange, name, content)) return;
        send(exchange, content, content.length);
    }

    private boolean meetsFault(HttpExchange exchange, String name, byte[] content) throws IOException {
        Fault fault = faults.getOrDefault(name, new ConcurrentLinkedDeque<>()).poll();
        if (fault != null) fault.answer(exchange, content);
        return fault != null;
    }

    /** The right answer, but for the bytes after {@code until}, before which the connection is cut. */
    private static void send(HttpExchange exchange, byte[] content, int until) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null && from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (range != null)
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length == from ? -1 : content.length - from);
        OutputStream out = exchange.getResponseBody();
        if (until > from) out.write(content, from, until - from);
        out.flush();
    }

    static Fault refused(int status, String code) {
        return (exchange, content) -> refuse(exchange, status, code);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    /** A status that time may change, with {@code RetryPolicy-After}. */
    static Fault busy(int status, String after) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().set("Retry-After", after);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Fault cutAt(int until) {
        return (exchange, content) -> send(exchange, content, until);
    }

    static Fault wrongBytes() {
        return (exchange, content) -> {
            byte[] wrong = content.clone();
            wrong[wrong.length / 2] ^= 1;
            send(exchange, wrong, wrong.length);
        };
    }

    /** All of it, whatever the range that was asked for. */
    static Fault withoutRanges(int until) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, until);
            exchange.getResponseBody().flush();
        };
    }

    /** Begins, and then says nothing for a while. */
    static Fault silentAt(int until, long millis) {
        return (exchange, content) -> {
            send(exchange, content, until);
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    String requests() {
        return seen.stream().map(Seen::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
    }
}
