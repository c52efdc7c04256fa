// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.ForeignText;
import dev.lox.hub.Retry.TransientException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The hub's routes: what a revision holds, what a file is, its bytes. */
final class HubClient {
    /** The list of a repository with a hundred thousand files has some 10 MB. */
    private static final int MOST_JSON = 64 << 20;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final HubSettings settings;
    private final Wire wire;
    private final Retry retry;

    HubClient(HubSettings settings, Retry retry) {
        this.settings = settings;
        this.wire = new Wire(settings);
        this.retry = retry;
    }

    /**
     * What a repository holds.
     *
     * @param commit of the revision that was asked for
     */
    record Listing(String commit, List<String> names) {}

    Listing listing(RepoId repo) throws IOException, InterruptedException {
        URI address = URI.create(settings.endpoint() + "/api/" + repo.kind().plural + "/" + repo.name() + "/revision/"
                + encoded(repo.revision()));
        return retry.run(count -> {
            HttpResponse<Arrival> response = wire.send("GET", address, Map.of());
            try (Arrival body = response.body()) {
                Refusal.check(response, repo, settings);
                return parse(body.whole(MOST_JSON));
            }
        });
    }

    private Listing parse(byte[] json) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException(settings.endpoint() + ": its answer is not JSON; is this a hub?", e);
        }
        String commit = node.path("sha").asText();
        if (!RepoId.isCommit(commit) || !node.path("siblings").isArray())
            throw new IOException(
                    settings.endpoint() + ": its answer names no commit or no files; is this a hub? It gave sha "
                            + ForeignText.printable(commit));
        List<String> names = new ArrayList<>();
        node.path("siblings").forEach(s -> names.add(s.path("rfilename").asText()));
        return new Listing(commit, names);
    }

    /** What a file is: the hub says so itself, wherever its bytes are. */
    RepoFile head(RepoId repo, String commit, String name) throws IOException, InterruptedException {
        return retry.run(count -> {
            HttpResponse<Arrival> response = wire.send("HEAD", file(repo, commit, name), Map.of());
            response.body().close();
            Refusal.check(response, repo, settings);
            var headers = response.headers();
            // A redirect's length is its own.
            String length = response.statusCode() < 300 ? "Content-Length" : "X-Linked-Size";
            try {
                return new RepoFile(
                        name,
                        Etag.ofHeader(headers.firstValue("X-Linked-Etag")
                                .or(() -> headers.firstValue("ETag"))
                                .orElse("")),
                        headers.firstValueAsLong("X-Linked-Size")
                                .orElse(headers.firstValueAsLong(length).orElse(-1)));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        repo + ": " + settings.endpoint() + " does not say what " + name + " is (ETag or size)", e);
            }
        });
    }

    /**
     * Bytes of a file, from where its address leads at this moment: such addresses expire.
     *
     * @return 200 for all of it, 206 for the rest from {@code at}, or 416 if there is nothing from there
     */
    HttpResponse<Arrival> get(RepoId repo, String commit, RepoFile file, long at)
            throws IOException, InterruptedException {
        Map<String, String> range = at == 0 ? Map.of() : Map.of("Range", "bytes=" + at + "-");
        HttpResponse<Arrival> response = wire.send("GET", file(repo, commit, file.name()), range);
        if (response.statusCode() == 416 && at > 0) return response;
        try {
            Refusal.check(response, repo, settings);
            if (response.statusCode() != 200 && response.statusCode() != 206)
                throw new TransientException(response.uri().getHost() + " answered " + response.statusCode());
            return response;
        } catch (Throwable e) {
            response.body().close();
            throw e;
        }
    }

    private URI file(RepoId repo, String commit, String name) {
        String path = Arrays.stream(name.split("/", -1)).map(HubClient::encoded).collect(Collectors.joining("/"));
        return URI.create(
                settings.endpoint() + "/" + repo.kind().prefix + repo.name() + "/resolve/" + commit + "/" + path);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
