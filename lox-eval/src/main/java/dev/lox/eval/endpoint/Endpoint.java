// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that speaks OpenAI's protocol.
 *
 * @param base such as {@code https://api.openai.com/v1}
 * @param timeout for connecting, and for receiving a whole answer
 * @param concurrency maximum number of concurrent requests
 */
public record Endpoint(URI base, Optional<ApiKey> key, int concurrency, Duration timeout, RetryPolicy retrying) {
    public Endpoint {
        if (concurrency < 1 || concurrency > 1024)
            throw new InvalidInputException("the judge's concurrency: expected 1 to 1024, got " + concurrency);
        if (timeout.isNegative() || timeout.isZero())
            throw new InvalidInputException("the judge's timeout: expected more than 0 s, got " + timeout.toSeconds());
    }

    /**
     * Parses a base address.
     *
     * @throws InvalidInputException if it is not valid, or contains parts that must not appear in records
     */
    public static URI base(String text) {
        String bare = text.replaceAll("/+$", "");
        try {
            URI uri = URI.create(bare);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) return uri;
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        // Unexpected parts are masked, since they may be a password.
        throw new InvalidInputException("the judge's address: expected one like https://api.openai.com/v1 or"
                + " http://localhost:8000/v1, without user, query or fragment, got "
                + ForeignText.printable(bare.replaceAll("//.*@", "//***@").replaceAll("[?#].*", "?***")));
    }

    URI route(String name) {
        return URI.create(base + "/" + name);
    }

    /** A server's message, shortened to fit into a line. */
    String printable(String words) {
        return ForeignText.printable(key.map(k -> k.hide(words)).orElse(words));
    }
}
