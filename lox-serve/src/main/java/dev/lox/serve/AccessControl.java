// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.sun.net.httpserver.Headers;
import dev.lox.base.Digest;
import dev.lox.base.ForeignText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Access control: clients need the token or, if there is none, must run on this machine. */
final class AccessControl {
    private static final String BEARER = "bearer ";

    private final Optional<byte[]> token;
    private final Set<String> hosts;

    /** The access control of a server that listens at {@code host}. */
    AccessControl(Optional<String> token, String host) {
        this.token = token.map(AccessControl::digest);
        this.hosts = new TreeSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
        hosts.add(bracketed(host.toLowerCase(Locale.ROOT)));
    }

    /** @throws ApiError if the request is denied */
    void check(Headers headers) {
        if (token.isEmpty()) checkHost(headers.getFirst("Host"));
        else if (!MessageDigest.isEqual(token.get(), digest(bearer(headers)))) throw ApiError.token();
    }

    /** A web page whose host name was rebound to this machine still sends that name. */
    private void checkHost(String header) {
        String host = header == null ? "" : header.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        if (!hosts.contains(host))
            throw ApiError.host("Host must be one of " + String.join(", ", hosts) + " on a server without a token, got "
                    + ForeignText.printable(header));
    }

    private static String bearer(Headers headers) {
        String given = headers.getFirst("Authorization");
        if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) return "";
        return given.substring(BEARER.length()).strip();
    }

    /** Digests have equal length, so that the time of a comparison does not depend on the token. */
    private static byte[] digest(String text) {
        return Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
