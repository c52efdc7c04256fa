// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.base.ForeignText;
import dev.lox.hub.RetryPolicy.TransientException;
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

/** The hub's routes: the files of a revision, a file's metadata, its content. */
final class HubClient {
    /** The list of a repository with a hundred thousand files takes some 10 MB. */
    private static final int MAX_JSON = 64 << 20;

    /** As names and values; the smallest ones would take twenty times the room of their text. */
    private static final int MAX_TOKENS = 2_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .build();

    private final HubSettings settings;
    private final HttpTransport transport;
    private final RetryPolicy retry;

    HubClient(HubSettings settings, RetryPolicy retry) {
        this.settings = settings;
        this.transport = new HttpTransport(settings);
        this.retry = retry;
    }

    /**
     * The files of a repository.
     *
     * @param commit the commit of the requested revision
     */
    record Listing(String commit, List<String> names) {}

    Listing listing(RepoId repo) throws IOException, InterruptedException {
        URI address = URI.create(settings.endpoint() + "/api/" + repo.kind().plural + "/" + repo.name() + "/revision/"
                + encoded(repo.revision()));
        return retry.run(count -> {
            HttpResponse<ResponseBody> response = transport.send("GET", address, Map.of());
            try (ResponseBody body = response.body()) {
                ErrorResponse.check(response, repo, settings);
                return parse(body.readAll(MAX_JSON));
            }
        });
    }

    private Listing parse(byte[] json) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException(settings.endpoint() + ": the response is not JSON, or too long; is this a hub?", e);
        }
        String commit = node.path("sha").asText();
        if (!RepoId.isCommit(commit) || !node.path("siblings").isArray())
            throw new IOException(
                    settings.endpoint() + ": the response names no commit or no files; is this a hub? Got sha "
                            + ForeignText.printable(commit));
        List<String> names = new ArrayList<>();
        node.path("siblings").forEach(s -> names.add(s.path("rfilename").asText()));
        return new Listing(commit, names);
    }

    /** A file's metadata, as given by the hub itself, wherever the content is stored. */
    RepoFile head(RepoId repo, String commit, String name) throws IOException, InterruptedException {
        return retry.run(count -> {
            HttpResponse<ResponseBody> response = transport.send("HEAD", file(repo, commit, name), Map.of());
            response.body().close();
            ErrorResponse.check(response, repo, settings);
            var headers = response.headers();
            // The length of a redirect is that of its own body.
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
                        repo + ": " + settings.endpoint() + " does not give the ETag or size of " + name, e);
            }
        });
    }

    /**
     * Content of a file from byte {@code at} on. Starts at the hub each time, because storage addresses expire.
     *
     * @return a response with status 200 for the whole file, 206 for the rest from {@code at}, or 416 if there is no
     *     such range
     */
    HttpResponse<ResponseBody> get(RepoId repo, String commit, RepoFile file, long at)
            throws IOException, InterruptedException {
        Map<String, String> range = at == 0 ? Map.of() : Map.of("Range", "bytes=" + at + "-");
        HttpResponse<ResponseBody> response = transport.send("GET", file(repo, commit, file.name()), range);
        if (response.statusCode() == 416 && at > 0) return response;
        try {
            ErrorResponse.check(response, repo, settings);
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
