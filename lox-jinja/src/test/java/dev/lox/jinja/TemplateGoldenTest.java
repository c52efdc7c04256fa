// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each construct by itself, against transformers. */
class TemplateGoldenTest {
    private static final JsonNode GOLDEN = TemplateCases.golden();
    private static final Map<String, Object> VARIABLES = TemplateCases.variables(GOLDEN.path("variables"));

    static Stream<Arguments> constructs(boolean errors) {
        return StreamSupport.stream(GOLDEN.path("constructs").spliterator(), false)
                .filter(c -> c.has("error") == errors)
                .map(c -> Arguments.of(c.path("template").textValue(), c));
    }

    static Stream<Arguments> rendered() {
        return constructs(false);
    }

    static Stream<Arguments> refused() {
        return constructs(true);
    }

    private static String render(String template) {
        return Template.parse("t.jinja", template).render(VARIABLES, TemplateCases.NOON);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rendered")
    void construct_rendersAsInTransformers(String template, JsonNode golden) {
        assertEquals(golden.path("expect").textValue(), render(template));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void construct_thatTransformersRefuses_isRefused(String template, JsonNode golden) {
        String message =
                assertThrows(TemplateException.class, () -> render(template)).getMessage();
        assertTrue(message.matches("t\\.jinja: line 1: .+"), message);
        assertTrue(message.endsWith(golden.path("message").asText()), message);
    }
}
