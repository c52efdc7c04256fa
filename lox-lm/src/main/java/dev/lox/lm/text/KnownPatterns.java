// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The regular expressions of published tokenizers. None matches from a letter into the space after it. */
final class KnownPatterns {
    static final Set<String> ALL = read();

    private KnownPatterns() {}

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(KnownPatterns.class.getResourceAsStream("patterns.json"))) {
            return new JsonMapper()
                    .readValue(in, new TypeReference<Map<String, List<String>>>() {}).values().stream()
                            .flatMap(List::stream)
                            .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
