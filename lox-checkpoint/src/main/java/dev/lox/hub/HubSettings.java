// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the cache and the hub are, read from the variables that huggingface_hub reads.
 *
 * @param cache the folder of all repositories; need not be there yet
 * @param endpoint the hub's address, without a slash at its end
 * @param token for repositories that are not everybody's
 * @param offline use only what is in the cache
 * @param symlinks whether snapshots may be made of links; else of hard links or copies
 * @param timeout how long the hub may be silent
 */
public record HubSettings(
        Path cache, URI endpoint, Optional<String> token, boolean offline, boolean symlinks, Duration timeout) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * Settings as the environment gives them.
     *
     * @throws BadInputException for a variable whose value cannot be used
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
                timeout(variables.text("HF_HUB_DOWNLOAD_TIMEOUT").orElse("10")));
    }

    /** The same, without the hub. */
    public HubSettings withoutHub() {
        return new HubSettings(cache, endpoint, token, true, symlinks, timeout);
    }

    private static boolean isTrue(Optional<String> value) {
        return value.filter(v -> TRUE.contains(v.toUpperCase(Locale.ROOT))).isPresent();
    }

    private static Optional<String> token(Variables variables, Path home) throws IOException {
        Path file = variables.path("HF_TOKEN_PATH").orElseGet(() -> home.resolve("token"));
        Optional<String> token = variables.text("HF_TOKEN").or(() -> variables.text("HUGGING_FACE_HUB_TOKEN"));
        String source = token.isPresent() ? "HF_TOKEN" : file.toString();
        if (token.isEmpty() && Files.isRegularFile(file))
            token = Optional.of(Files.readString(file).strip()).filter(t -> !t.isEmpty());
        if (token.isPresent() && !token.get().chars().allMatch(c -> c > ' ' && c < 0x7f))
            throw new BadInputException(source + ": holds characters that no token has");
        return token;
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme());
            if ((scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null && uri.getQuery() == null)
                return uri;
        } catch (URISyntaxException e) {
            // Complained of below.
        }
        throw new BadInputException("HF_ENDPOINT: expected an address such as https://huggingface.co, got " + text);
    }

    private static Duration timeout(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            // Complained of below.
        }
        throw new BadInputException("HF_HUB_DOWNLOAD_TIMEOUT: expected a positive number of seconds, got " + text);
    }

    /** Whether an address is the hub's own, which may be told the token. */
    boolean isHub(URI address) {
        return endpoint.getHost().equalsIgnoreCase(address.getHost())
                && endpoint.getScheme().equals(address.getScheme())
                && port(endpoint) == port(address);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) return address.getPort();
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "HubSettings[cache=" + cache + ", endpoint=" + endpoint + ", offline=" + offline + "]";
    }
}
