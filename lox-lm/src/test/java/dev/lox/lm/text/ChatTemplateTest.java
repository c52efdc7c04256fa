// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations and model folders, against what transformers makes of them. */
class ChatTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock NOON = Clock.fixed(Instant.parse("2025-03-04T12:05:06Z"), ZoneOffset.UTC);
    private static final JsonNode GOLDEN = golden();

    @TempDir
    Path folder;

    private static JsonNode golden() {
        try (InputStream in = ChatTemplateTest.class.getResourceAsStream("/templates.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), content);
    }

    private ChatTemplate open() throws IOException {
        return ChatTemplate.open(folder).orElseThrow();
    }

    private static List<Message> messages(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode fields : array) messages.add(new Message((ObjectNode) fields));
        return messages;
    }

    private static ChatOptions options(JsonNode setting) {
        List<ObjectNode> tools = new ArrayList<>();
        for (JsonNode tool : setting.path("tools")) tools.add((ObjectNode) tool);
        Map<String, JsonNode> variables = new HashMap<>();
        for (Map.Entry<String, JsonNode> e : setting.properties())
            if (!e.getKey().equals("tools") && !e.getKey().equals("add_generation_prompt"))
                variables.put(e.getKey(), e.getValue());
        return new ChatOptions(tools, setting.path("add_generation_prompt").asBoolean(), variables);
    }

    static Stream<Arguments> renderings() {
        return StreamSupport.stream(GOLDEN.path("renderings").spliterator(), false)
                .map(r -> Arguments.of(
                        r.path("format").asText(),
                        r.path("conversation").asText(),
                        r.path("setting").asText(),
                        r));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("renderings")
    void conversation_rendersAsInTransformers(String format, String conversation, String setting, JsonNode expected)
            throws IOException {
        write("tokenizer_config.json", "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
        write("chat_template.jinja", GOLDEN.path("formats").path(format).textValue());
        List<Message> messages = messages(GOLDEN.path("conversations").path(conversation));
        ChatOptions options = options(GOLDEN.path("settings").path(setting));
        if (expected.has("error"))
            assertThrows(InvalidInputException.class, () -> open().render(messages, options, NOON));
        else assertEquals(expected.path("expect").textValue(), open().render(messages, options, NOON));
    }

    static Stream<Arguments> opened() {
        return StreamSupport.stream(GOLDEN.path("opened").spliterator(), false)
                .map(r ->
                        Arguments.of(r.path("folder").asText(), r.path("tools").asBoolean(), r));
    }

    @ParameterizedTest(name = "{0}, tools {1}")
    @MethodSource("opened")
    void folder_isReadAsByTransformers(String name, boolean tools, JsonNode expected) throws IOException {
        for (Map.Entry<String, JsonNode> file :
                GOLDEN.path("folders").path(name).properties())
            write(
                    file.getKey(),
                    file.getValue().isTextual()
                            ? file.getValue().textValue()
                            : file.getValue().toString());
        ChatOptions options = options(GOLDEN.path("settings").path(tools ? "tools" : ""));
        List<Message> messages = List.of(Message.of("user", "Hi"));
        if (!expected.has("error"))
            assertEquals(expected.path("expect").textValue(), open().render(messages, options, NOON));
        else if (ChatTemplate.open(folder).isPresent())
            assertThrows(InvalidInputException.class, () -> open().render(messages, options, NOON));
    }

    @Test
    void folder_withoutTemplate_hasNone() throws IOException {
        assertTrue(ChatTemplate.open(folder).isEmpty());
        write("tokenizer_config.json", "{\"chat_template\": null}");
        assertTrue(ChatTemplate.open(folder).isEmpty());
    }

    @Test
    void legacyFile_countsWhereNothingElseDoes() throws IOException {
        write("chat_template.json", "{\"chat_template\": \"legacy\"}");
        assertEquals("legacy", open().prompt(List.of(new Turn(Turn.USER, "Hi"))));
        write("tokenizer_config.json", "{\"chat_template\": \"config\"}");
        assertEquals("config", open().prompt(List.of(new Turn(Turn.USER, "Hi"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "tokenizer_config.json ! {\"chat_template\": 5} ! chat_template, expected a string or a list of named templates, got number",
                "tokenizer_config.json ! {\"chat_template\": [{\"name\": \"x\"}]} ! chat_template, expected entries of name and template, both strings",
                "tokenizer_config.json ! {\"chat_template\": \"\", \"bos_token\": [1]} ! bos_token, expected a string or an object with content",
                "tokenizer_config.json ! [] ! is not a JSON object",
                "tokenizer_config.json ! {\"chat_template\": \"{% for %}\"} ! chat_template: line 1: expected a name, got end of statement block",
                "chat_template.jinja ! {{ x | nope }} ! line 1: filter 'nope' is not known",
                "additional_chat_templates/rag.jinja ! x ! has chat templates rag, expected one named default",
                "chat_template.jinja/x ! x ! is not a regular file",
            })
    void folder_thatCannotBeUsed_isRefusedInOneLine(String file, String content, String what) throws IOException {
        write(file, content);
        InvalidInputException e = assertThrows(InvalidInputException.class, this::open);
        assertEquals(1, e.problems().size());
        String line = e.problems().get(0);
        assertTrue(line.startsWith(folder.toString()) && line.endsWith(": " + what), line);
    }

    @Test
    void file_thatIsNotUtf8_isRefused() throws IOException {
        Files.write(folder.resolve("chat_template.jinja"), new byte[] {(byte) 0xff});
        assertTrue(assertThrows(InvalidInputException.class, this::open)
                .getMessage()
                .endsWith("is not UTF-8"));
    }

    @Test
    void conversation_thatTheTemplateRefuses_isRefusedInItsWords() throws IOException {
        write("chat_template.jinja", "\n{{ raise_exception('no ' ~ messages[0].role) }}");
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> open().prompt(List.of(new Turn("user", "Hi"))));
        assertEquals(folder.resolve("chat_template.jinja") + ": line 2: no user", e.getMessage());
    }

    @Test
    void option_thatIsAVariableOfTheConversation_isAnErrorOfTheCaller() {
        Map<String, JsonNode> variables = Map.of("messages", JSON.createArrayNode());
        assertThrows(IllegalArgumentException.class, () -> new ChatOptions(List.of(), true, variables));
    }

    @Test
    void message_isACopy() {
        ObjectNode fields = JSON.createObjectNode().put("role", "user").put("content", "Hi");
        Message message = new Message(fields);
        fields.put("role", "system");
        message.fields().put("role", "tool");
        assertEquals("user", message.role());
        assertEquals("Hi", message.text().orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> new Message(JSON.createObjectNode()));
    }
}
