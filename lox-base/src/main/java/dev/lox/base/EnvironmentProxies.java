// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies that the environment names, as curl and Python read it: {@code https_proxy}, {@code http_proxy},
 * {@code all_proxy} and {@code no_proxy}, in lower or upper case. This machine itself is never reached through a proxy.
 */
public final class EnvironmentProxies extends ProxySelector {
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    private final Map<String, Optional<URI>> byScheme;
    private final List<String> direct;

    private EnvironmentProxies(Map<String, Optional<URI>> byScheme, List<String> direct) {
        this.byScheme = byScheme;
        this.direct = direct;
    }

    /**
     * The proxies that these variables name.
     *
     * @throws InvalidInputException if a variable names no HTTP proxy; the message does not contain its value
     */
    public static EnvironmentProxies of(Map<String, String> environment) {
        Optional<URI> all = proxy("ALL_PROXY", environment);
        return new EnvironmentProxies(
                Map.of(
                        "http", proxy("HTTP_PROXY", environment).or(() -> all),
                        "https", proxy("HTTPS_PROXY", environment).or(() -> all)),
                Arrays.stream(value("NO_PROXY", environment).orElse("").split("[,\\s]+"))
                        .map(e -> e.toLowerCase(Locale.ROOT))
                        .filter(e -> !e.isEmpty())
                        .toList());
    }

    private static Optional<String> value(String name, Map<String, String> environment) {
        Function<String, Optional<String>> get =
                n -> Optional.ofNullable(environment.get(n)).map(String::strip).filter(v -> !v.isEmpty());
        return get.apply(name.toLowerCase(Locale.ROOT)).or(() -> get.apply(name));
    }

    private static Optional<URI> proxy(String name, Map<String, String> environment) {
        return value(name, environment).map(text -> {
            try {
                URI uri = new URI(text.contains("://") ? text : "http://" + text);
                if ("http".equals(uri.getScheme()) && uri.getHost() != null) return uri;
            } catch (URISyntaxException e) {
                // Reported below, without the value: it may hold a password.
            }
            throw new InvalidInputException(name + ": expected an HTTP proxy such as http://proxy.example:8080");
        });
    }

    /** Lets a client use these proxies. */
    public HttpClient.Builder addTo(HttpClient.Builder client) {
        client.proxy(this);
        boolean passwords = byScheme.values().stream().flatMap(Optional::stream).anyMatch(p -> p.getUserInfo() != null);
        if (!passwords) return client;
        // Java does not send a password to a proxy that tunnels unless this is set; others would be useless.
        if (System.getProperty(TUNNELING) == null) System.setProperty(TUNNELING, "");
        return client.authenticator(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY ? password(getRequestingHost()) : null;
            }
        });
    }

    private @Nullable PasswordAuthentication password(String host) {
        for (Optional<URI> proxy : byScheme.values()) {
            if (proxy.isEmpty()
                    || proxy.get().getRawUserInfo() == null
                    || !proxy.get().getHost().equals(host)) continue;
            String[] parts = proxy.get().getRawUserInfo().split(":", 2);
            return new PasswordAuthentication(
                    decoded(parts[0]), (parts.length > 1 ? decoded(parts[1]) : "").toCharArray());
        }
        return null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<URI> proxy = byScheme.getOrDefault(String.valueOf(uri.getScheme()), Optional.empty());
        if (proxy.isEmpty() || isDirect(uri)) return List.of(Proxy.NO_PROXY);
        int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
        return List.of(new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
    }

    private boolean isDirect(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.matches("127(\\.\\d+){3}") || host.equals("[::1]")) return true;
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        return direct.stream().anyMatch(entry -> matches(entry, host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) return true;
        if (entry.contains("/")) return contains(entry, host);
        String name = entry.replaceFirst("(?<=[^:\\]]|\\]):\\d+$", "");
        if (!name.equals(entry) && !entry.endsWith(":" + port)) return false;
        String suffix = name.replaceFirst("^\\*?\\.", "");
        return host.equals(suffix) || host.endsWith("." + suffix);
    }

    /** Whether an IPv4 address is in a network such as {@code 10.0.0.0/8}. */
    private static boolean contains(String network, String host) {
        String[] parts = network.split("/", 2);
        Optional<Long> first = address(parts[0]);
        Optional<Long> asked = address(host);
        if (first.isEmpty() || asked.isEmpty() || !parts[1].matches("\\d{1,2}") || Integer.parseInt(parts[1]) > 32)
            return false;
        int rest = 32 - Integer.parseInt(parts[1]);
        return first.get() >>> rest == asked.get() >>> rest;
    }

    private static Optional<Long> address(String text) {
        if (!text.matches("(\\d{1,3}\\.){3}\\d{1,3}")) return Optional.empty();
        long all = 0;
        for (String part : text.split("\\.", 4)) all = all << 8 | Integer.parseInt(part) & 0xff;
        return Optional.of(all);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The failed request says so.
    }

    /** Omits addresses, which may hold passwords. */
    @Override
    public String toString() {
        return "EnvironmentProxies";
    }
}
