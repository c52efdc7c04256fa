// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten formats and 28 probes that were rendered by transformers before there was an interpreter. */
@Tag("shared")
class SharedTemplateTest {
    private static final Path CASES =
            Path.of(System.getProperty("lox.shared", "../../shared")).resolve("research/chat-templates/cases.json");

    static Stream<Arguments> cases() throws IOException {
        return StreamSupport.stream(new ObjectMapper().readTree(CASES.toFile()).spliterator(), false)
                .map(c -> Arguments.of(c.path("name").textValue(), c));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void case_isAsInTransformers(String name, JsonNode c) {
        Map<String, Object> variables = new HashMap<>(TemplateCases.variables(c));
        variables.keySet().retainAll(java.util.Set.of("messages", "tools", "add_generation_prompt"));
        variables.put("documents", null);
        variables.putAll(Map.of("bos_token", "<s>", "eos_token", "</s>", "date_string", "01 Jan 2025"));
        String expected = c.path("expect").textValue();
        String template = c.path("template").textValue();
        if (expected.startsWith("EXC "))
            assertThrows(TemplateException.class, () -> Template.parse(name, template)
                    .render(variables));
        else assertEquals(expected, Template.parse(name, template).render(variables));
    }
}
