// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The templates that {@code oracle/templates.py} rendered with transformers. */
final class TemplateCases {
    static final Clock NOON = Clock.fixed(Instant.parse("2025-03-04T12:05:06Z"), ZoneOffset.UTC);

    private TemplateCases() {}

    static JsonNode golden() {
        try (InputStream in = TemplateCases.class.getResourceAsStream("/templates.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> variables(JsonNode object) {
        @SuppressWarnings("unchecked")
        Map<String, Object> variables = new ObjectMapper().convertValue(object, Map.class);
        return variables;
    }

    /** Every template there is: constructs and whole formats. */
    static List<String> sources() {
        JsonNode golden = golden();
        return Stream.concat(
                        StreamSupport.stream(golden.path("constructs").spliterator(), false)
                                .map(c -> c.path("template").textValue()),
                        StreamSupport.stream(golden.path("formats").spliterator(), false)
                                .map(JsonNode::textValue))
                .toList();
    }
}
