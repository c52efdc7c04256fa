// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Prefilled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reply that is begun for the model. Renderings are those of transformers (oracle/prefill.py). */
class PrefillTest {
    private static final Conversation ASKED = new Conversation(List.of(new Turn(Turn.USER, "Count to three")));

    @TempDir
    Path folder;

    private ChatTemplate template(String text) throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), text);
        return ChatTemplate.open(folder).orElseThrow();
    }

    @Test
    void conversation_isLeftOffWhereTransformersLeavesIt() throws IOException {
        try (InputStream in = PrefillTest.class.getResourceAsStream("/golden/prefill.json")) {
            JsonNode cases = new ObjectMapper().readTree(in);
            assertEquals(24, cases.size());
            for (JsonNode c : cases)
                assertEquals(
                        c.path("rendered").asText(),
                        template(c.path("template").asText())
                                .opening(new Prefilled(ASKED, c.path("prefill").asText())),
                        c::toString);
        }
    }

    @Test
    void templateThatDropsTheReply_isRefused() throws IOException {
        ChatTemplate template =
                template("{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{% endfor %}");
        String problem = assertThrows(InvalidInputException.class, () -> template.opening(new Prefilled(ASKED, "Sure")))
                .getMessage();
        assertTrue(problem.contains("cannot be continued"), problem);
    }

    @Test
    void otherFormats_endWithThePrefill() {
        Prefilled request = new Prefilled(ASKED, "Sure, ");
        assertTrue(new PromptFormat.Alpaca().text(request).endsWith("### Response:Sure, "));
        assertEquals("Count to threeSure, ", new PromptFormat.Raw().text(request));
    }

    @Test
    void prefill_isPartOfTheIdentity() {
        Prefilled request = new Prefilled(ASKED, "Sure");
        assertNotEquals(ASKED.digest(), request.digest());
        assertNotEquals(new Prefilled(ASKED, "No").digest(), request.digest());
        assertEquals(ASKED.text(), request.text());
        assertFalse(request.turns().stream().anyMatch(t -> t.role().equals(Turn.ASSISTANT)));
    }
}
