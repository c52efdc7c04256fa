// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Renders what stands on standard input, a JSON object per line, for {@code oracle/template_check.py}. */
final class RenderLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RenderLines() {}

    /** Answers {@code {"template", "variables"}} with {@code {"text"}} or {@code {"error"}}; it is noon of 2025-03-04. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine())
            out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
    }

    private static ObjectNode answer(JsonNode request) {
        try {
            return JSON.createObjectNode().put("text", render(request));
        } catch (TemplateException e) {
            return JSON.createObjectNode().put("error", e.getMessage());
        }
    }

    private static String render(JsonNode request) {
        Map<String, Object> variables = TemplateCases.variables(request.path("variables"));
        return Template.parse("template", request.path("template").textValue()).render(variables, TemplateCases.NOON);
    }
}
