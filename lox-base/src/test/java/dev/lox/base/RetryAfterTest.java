// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    @Test
    void seconds_areReadAsTheyAre() {
        assertEquals(Optional.of(Duration.ofSeconds(120)), RetryAfter.parse(" 120 "));
        assertEquals(Optional.of(Duration.ZERO), RetryAfter.parse("0"));
    }

    @Test
    void dates_areCountedFromNow() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        Duration wait = RetryAfter.parse(soon).orElseThrow();
        assertTrue(wait.toSeconds() > 500 && wait.toSeconds() <= 600, wait::toString);
        assertEquals(Optional.of(Duration.ZERO), RetryAfter.parse("Fri, 31 Dec 1999 23:59:59 GMT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "31 Dec"})
    void anythingElse_isNone(String value) {
        assertEquals(Optional.empty(), RetryAfter.parse(value));
    }
}
