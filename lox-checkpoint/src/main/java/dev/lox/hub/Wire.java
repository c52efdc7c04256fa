// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.hub.Retry.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One request at a time to the hub, and to wherever it sends us. */
final class Wire {
    private static final int MOST_REDIRECTS = 5;

    private final HubSettings settings;
    private final HttpClient client;

    /** Whether the hub has answered at all: until then, there is probably no way to it. */
    private volatile boolean reached;

    Wire(HubSettings settings) {
        this.settings = settings;
        // HTTP/2 has one window of flow control for all files, and only the next proxy gains from it.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
    }

    /**
     * The answer at the end of all redirects, the token told to nobody but the hub. A HEAD ends where the hub points to
     * its storage: that answer describes the file.
     */
    HttpResponse<Arrival> send(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        URI at = address;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<Arrival> response = once(method, at, headers);
            Optional<URI> next = redirect(response);
            if (next.isEmpty()) return response;
            boolean elsewhere = !settings.isHub(next.get());
            if (elsewhere
                    && method.equals("HEAD")
                    && response.headers().firstValue("X-Linked-Etag").isPresent()) return response;
            response.body().discard();
            boolean secure = "https".equals(next.get().getScheme());
            if (!secure && (!"http".equals(next.get().getScheme()) || "https".equals(at.getScheme())))
                throw new IOException(at.getHost() + ": leads to an address that is not secure, on "
                        + next.get().getHost());
            at = next.get();
        }
        throw new IOException(address.getHost() + ": led from one address to another " + MOST_REDIRECTS + " times");
    }

    private static Optional<URI> redirect(HttpResponse<Arrival> response) throws IOException {
        int status = response.statusCode();
        Optional<String> location = response.headers().firstValue("Location");
        if (status < 300 || status >= 400 || status == 304 || location.isEmpty()) return Optional.empty();
        try {
            URI next = response.uri().resolve(URI.create(location.get()));
            if (next.getHost() != null) return Optional.of(next);
        } catch (IllegalArgumentException e) {
            // Complained of below.
        }
        throw new IOException(response.uri().getHost() + ": leads to an address that is none");
    }

    private HttpResponse<Arrival> once(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "lox")
                // A compressed answer has neither the file's length nor its ranges.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (settings.isHub(address)) settings.token().ifPresent(t -> request.header("Authorization", "Bearer " + t));
        // Not the request's own timeout: on newer Java that is for the body as well, however long it is.
        CompletableFuture<HttpResponse<Arrival>> sent =
                client.sendAsync(request.build(), info -> new Arrival(address.getHost(), settings.timeout()));
        try {
            HttpResponse<Arrival> response = sent.get(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            reached = true;
            return response;
        } catch (TimeoutException e) {
            throw new TransientException(address.getHost() + ": no answer in "
                    + settings.timeout().multipliedBy(2).toSeconds() + " s");
        } catch (ExecutionException e) {
            throw failure(address, e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private IOException failure(URI address, Throwable cause) {
        boolean noWay = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLException;
        String why = isUnknown(cause) ? "unknown host" : String.valueOf(cause.getMessage());
        String message = address.getHost() + ": cannot be reached (" + why + ")";
        return noWay && !reached ? new IOException(message, cause) : new TransientException(message);
    }

    private static boolean isUnknown(Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) if (e instanceof UnresolvedAddressException) return true;
        return false;
    }
}
