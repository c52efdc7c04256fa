// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
public final class RetryAfter {
    private RetryAfter() {}

    /** How long to wait from now on; empty if the header's value is neither. A date that has passed is no wait. */
    public static Optional<Duration> parse(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        try {
            Duration until = Duration.between(
                    ZonedDateTime.now(ZoneOffset.UTC), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
