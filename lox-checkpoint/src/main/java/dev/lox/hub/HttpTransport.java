// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.hub.RetryPolicy.TransientException;
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

/** Sends requests to the hub and follows its redirects. */
final class HttpTransport {
    private static final int MAX_REDIRECTS = 5;

    private final HubSettings settings;
    private final HttpClient client;

    /** Whether the hub has ever responded. Until then it is probably unreachable. */
    private volatile boolean reached;

    HttpTransport(HubSettings settings) {
        this.settings = settings;
        // With HTTP/2 all downloads would share one flow-control window.
        this.client = settings.proxies()
                .addTo(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
    }

    /**
     * The response after all redirects. The token is sent to the hub only. A HEAD request stops where the hub redirects
     * to its storage, because that response describes the file.
     */
    HttpResponse<ResponseBody> send(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        URI at = address;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpResponse<ResponseBody> response = once(method, at, headers);
            Optional<URI> next = redirect(response);
            if (next.isEmpty()) return response;
            boolean elsewhere = !settings.isHub(next.get());
            if (elsewhere
                    && method.equals("HEAD")
                    && response.headers().firstValue("X-Linked-Etag").isPresent()) return response;
            response.body().discard();
            boolean secure = "https".equals(next.get().getScheme());
            if (!secure && (!"http".equals(next.get().getScheme()) || "https".equals(at.getScheme())))
                throw new IOException(at.getHost() + ": redirects to an insecure address on "
                        + next.get().getHost());
            at = next.get();
        }
        throw new IOException(address.getHost() + ": more than " + MAX_REDIRECTS + " redirects");
    }

    private static Optional<URI> redirect(HttpResponse<ResponseBody> response) throws IOException {
        int status = response.statusCode();
        Optional<String> location = response.headers().firstValue("Location");
        if (status < 300 || status >= 400 || status == 304 || location.isEmpty()) return Optional.empty();
        try {
            URI next = response.uri().resolve(URI.create(location.get()));
            if (next.getHost() != null) return Optional.of(next);
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw new IOException(response.uri().getHost() + ": redirects to an invalid address");
    }

    private HttpResponse<ResponseBody> once(String method, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "lox")
                // A compressed response has neither the file's length nor its ranges.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (settings.isHub(address)) settings.token().ifPresent(t -> request.header("Authorization", "Bearer " + t));
        // Not the request's own timeout: in newer Java versions that includes the body, however long it is.
        CompletableFuture<HttpResponse<ResponseBody>> sent =
                client.sendAsync(request.build(), info -> new ResponseBody(address.getHost(), settings.timeout()));
        try {
            HttpResponse<ResponseBody> response =
                    sent.get(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            reached = true;
            return response;
        } catch (TimeoutException e) {
            throw new TransientException(address.getHost() + ": no response within "
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
