// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import dev.lox.base.EnvironmentProxies;
import dev.lox.eval.endpoint.RetryPolicy.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends requests to an endpoint. Redirects are not followed, so that only the endpoint receives the key. */
final class HttpTransport {
    /** Thousands of times the length of a judge's answer. */
    private static final int MOST_BYTES = 8 << 20;

    private final Endpoint endpoint;
    private final HttpClient client;

    /** Whether the endpoint has ever answered. If not, the address is probably wrong. */
    private volatile boolean reached;

    HttpTransport(Endpoint endpoint) {
        this.endpoint = endpoint;
        // With HTTP/2 all requests would share one connection, and few servers support it without TLS.
        this.client = EnvironmentProxies.of(System.getenv())
                .addTo(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(endpoint.timeout())
                .build();
    }

    HttpResponse<byte[]> post(URI address, byte[] json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .header("User-Agent", "lox")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        endpoint.key().ifPresent(key -> request.header("Authorization", "Bearer " + key.value()));
        // The request's own timeout covers only the headers on some versions of Java.
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = sent.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
            reached = true;
            return response;
        } catch (TimeoutException e) {
            throw new TransientException(
                    "no answer in " + endpoint.timeout().toMillis() / 1000.0 + " s", Optional.empty());
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private IOException failure(Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause())
            if (e instanceof BoundedBody.TooLongException tooLong) return tooLong;
        boolean noWay = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLException;
        String message = "cannot be reached (" + (isUnknown(cause) ? "unknown host" : why(cause)) + ")";
        return noWay && !reached ? new IOException(message, cause) : new TransientException(message, Optional.empty());
    }

    private String why(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : endpoint.printable(message);
    }

    private static boolean isUnknown(Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) if (e instanceof UnresolvedAddressException) return true;
        return false;
    }
}
