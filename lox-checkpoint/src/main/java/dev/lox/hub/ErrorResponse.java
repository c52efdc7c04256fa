// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.RetryAfter;
import dev.lox.hub.RetryPolicy.TransientException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an error response of the hub into an exception that says what to do. */
final class ErrorResponse {
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429, 500, 502, 503, 504);

    /** {@code RateLimit: "api";r=0;t=55}: nothing remains for 55 seconds. */
    private static final Pattern RATE_LIMIT = Pattern.compile(".*;\\s*r=0\\s*;\\s*t=(\\d{1,9}).*");

    private ErrorResponse() {}

    /** @throws InvalidInputException if the request has to change; a transient exception if a retry may succeed */
    static void check(HttpResponse<?> response, RepoId repo, HubSettings settings) throws IOException {
        int status = response.statusCode();
        if (status < 400) return;
        String host = response.uri().getHost();
        HttpHeaders headers = response.headers();
        String answer = host + " answered " + status
                + headers.firstValue("X-Error-Message")
                        .map(m -> " (" + ForeignText.printable(m) + ")")
                        .orElse("");
        if (TRANSIENT.contains(status)) throw new TransientException(answer, wait(headers));
        // Signed storage addresses expire; the next attempt starts at the hub again.
        if (!settings.isHub(response.uri())) throw new TransientException(answer);
        String page = settings.endpoint() + "/" + repo.kind().prefix + repo.name();
        String code = headers.firstValue("X-Error-Code").orElse("");
        if (code.equals("GatedRepo"))
            throw new InvalidInputException(repo + ": is gated; accept its terms at " + page + " and "
                    + (settings.token().isEmpty() ? "set HF_TOKEN to a token of" : "check that HF_TOKEN is of")
                    + " the account that accepted them");
        if (code.equals("RevisionNotFound"))
            throw new InvalidInputException(repo.name() + ": has no such revision, got " + repo.revision());
        if (code.equals("EntryNotFound"))
            throw new InvalidInputException(repo + ": a file listed by " + host + " does not exist");
        if (code.equals("RepoNotFound")
                || status == 404
                || status == 401 && settings.token().isEmpty())
            throw new InvalidInputException(repo + ": no such " + repo.kind().word + " on " + settings.endpoint()
                    + ", or a private one; "
                    + (settings.token().isEmpty()
                            ? "if it is private, set HF_TOKEN"
                            : "if it is private, check that HF_TOKEN may read it"));
        if (status == 401 || status == 403)
            throw new InvalidInputException(repo + ": " + answer + "; check that HF_TOKEN is valid and may read it");
        throw new IOException(repo + ": " + answer);
    }

    /** How long the server asks the client to wait. */
    private static Optional<Duration> wait(HttpHeaders headers) {
        Matcher limit = RATE_LIMIT.matcher(headers.firstValue("RateLimit").orElse(""));
        if (limit.matches()) return Optional.of(Duration.ofSeconds(Long.parseLong(limit.group(1))));
        return RetryAfter.parse(headers.firstValue("Retry-After").orElse(""));
    }
}
