// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.EnvironmentProxies;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Location of the cache and the hub, read from the environment variables of huggingface_hub.
 *
 * @param cache the folder of all repositories; need not exist yet
 * @param endpoint the hub's address, without a trailing slash
 * @param token access token for private and gated repositories
 * @param offline use only the cache
 * @param symlinks whether snapshots may use symbolic links instead of hard links or copies
 * @param timeout longest silence of the hub
 * @param proxies how the hub is reached
 */
public record HubSettings(
        Path cache,
        URI endpoint,
        Optional<String> token,
        boolean offline,
        boolean symlinks,
        Duration timeout,
        EnvironmentProxies proxies) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * Settings from the environment.
     *
     * @throws InvalidInputException if a variable has an invalid value
     */
    public static HubSettings of(Map<String, String> environment) throws IOException {
        Variables variables = new Variables(environment);
        Path home = variables.path("HF_HOME").orElseGet(() -> variables
                .path("XDG_CACHE_HOME")
                .orElseGet(() -> variables.userHome().resolve(".cache"))
                .resolve("huggingface"));
        Path cache = variables
                .path("HF_HUB_CACHE")
                .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
                .orElseGet(() -> home.resolve("hub"));
        Optional<String> offline = variables.text("HF_HUB_OFFLINE").or(() -> variables.text("TRANSFORMERS_OFFLINE"));
        return new HubSettings(
                cache.toAbsolutePath(),
                endpoint(variables.text("HF_ENDPOINT").orElse("https://huggingface.co")),
                token(variables, home),
                isTrue(offline),
                !isTrue(variables.text("HF_HUB_DISABLE_SYMLINKS")),
                timeout(variables.text("HF_HUB_DOWNLOAD_TIMEOUT").orElse("10")),
                EnvironmentProxies.of(environment));
    }

    /** The same settings, offline. */
    public HubSettings withoutHub() {
        return new HubSettings(cache, endpoint, token, true, symlinks, timeout, proxies);
    }

    private static boolean isTrue(Optional<String> value) {
        return value.filter(v -> TRUE.contains(v.toUpperCase(Locale.ROOT))).isPresent();
    }

    private static Optional<String> token(Variables variables, Path home) throws IOException {
        // Every use of a token here is implicit: no option takes one.
        if (isTrue(variables.text("HF_HUB_DISABLE_IMPLICIT_TOKEN"))) return Optional.empty();
        Path file = variables.path("HF_TOKEN_PATH").orElseGet(() -> home.resolve("token"));
        Optional<String> token = variables.text("HF_TOKEN").or(() -> variables.text("HUGGING_FACE_HUB_TOKEN"));
        String source = token.isPresent() ? "HF_TOKEN" : file.toString();
        if (token.isEmpty() && Files.isRegularFile(file))
            token = Optional.of(
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip())
                    .filter(t -> !t.isEmpty());
        if (token.isPresent() && !token.get().chars().allMatch(c -> c > ' ' && c < 0x7f))
            throw new InvalidInputException(source + ": contains characters that are not allowed in a token");
        return token;
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getRawUserInfo() != null)
                throw new InvalidInputException(
                        "HF_ENDPOINT: holds a user name or password, which would be printed and logged; remove it and set"
                                + " HF_TOKEN");
            if ((scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null && uri.getQuery() == null)
                return uri;
        } catch (URISyntaxException e) {
            // Reported below.
        }
        throw new InvalidInputException("HF_ENDPOINT: expected an address such as https://huggingface.co, got "
                + ForeignText.printable(text.replaceFirst("//.*@", "//...@")));
    }

    private static Duration timeout(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new InvalidInputException("HF_HUB_DOWNLOAD_TIMEOUT: expected a positive number of seconds, got " + text);
    }

    /** Whether an address belongs to the hub itself, which may receive the token. */
    boolean isHub(URI address) {
        return endpoint.getHost().equalsIgnoreCase(address.getHost())
                && endpoint.getScheme().equals(address.getScheme())
                && port(endpoint) == port(address);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) return address.getPort();
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "HubSettings[cache=" + cache + ", endpoint=" + endpoint + ", offline=" + offline + "]";
    }
}
