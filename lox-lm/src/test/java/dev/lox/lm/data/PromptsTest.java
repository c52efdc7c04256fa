// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Request.Prefilled;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"Count\"}",
                "{\"instruction\":\"Count\",\"input\":\"\",\"output\":\"1\"}",
                "{\"instruction\":\"Count\",\"context\":null,\"response\":\"1\"}",
                "{\"goal\":\"Count\",\"target\":\"Sure\"}",
                "{\"question\":\"Count\",\"answer\":\"#### 1\"}",
                "{\"Behavior\":\"Count\",\"ContextString\":\"\"}",
                "{\"forbidden_prompt\":\"Count\",\"category\":\"\"}",
                "{\"turns\":[\"Count\",\"Again\"]}",
                "{\"text\":\"Count\"}",
                "\"Count\""
            })
    void prompt_isFoundByLayout(String row) throws IOException {
        assertEquals(List.of(new Prompt("0", new Instruction("Count", ""))), prompts(row));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"forbidden_prompt\":\"Count\",\"category\":\"x\"}",
                "{\"Behavior\":\"Count\",\"FunctionalCategory\":\"y\",\"SemanticCategory\":\"x\"}",
                "{\"prompt\":\"Count\",\"type\":\" x \",\"label\":\"safe\"}",
                "{\"prompt\":\"Count\",\"category\":{\"a\":true},\"risk_domain\":\"x\"}"
            })
    void category_isFoundByTheSetsColumns(String row) throws IOException {
        assertEquals("x", prompts(row).get(0).category());
    }

    @Test
    void input_isKeptApart() throws IOException {
        assertEquals(
                new Instruction("Sort", "b a"),
                prompts("{\"instruction\":\"Sort\",\"input\":\"b a\"}").get(0).request());
        assertEquals(
                new Instruction("Sort", "b a"),
                prompts("{\"instruction\":\"Sort\",\"context\":\"b a\"}").get(0).request());
        assertEquals(
                new Instruction("b a\n\n---\n\nSort", ""),
                prompts("{\"Behavior\":\"Sort\",\"ContextString\":\"b a\"}")
                        .get(0)
                        .request());
    }

    @Test
    void conversation_thatEndsWithTheAssistant_isAPrefill() throws IOException {
        Prefilled expected = new Prefilled(
                new Conversation(List.of(
                        new Turn("system", "Be brief."),
                        new Turn("user", "Hi"),
                        new Turn("assistant", "Yes?"),
                        new Turn("user", "Bye"))),
                "Bye.");
        String messages = "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\",\"content\":\"Bye\"},"
                + "{\"role\":\"assistant\",\"content\":\"Bye.\"}]";
        String shareGpt = messages.replace("\"role\"", "\"from\"")
                .replace("\"content\"", "\"value\"")
                .replace("\"user\"", "\"human\"")
                .replace("\"assistant\"", "\"gpt\"");
        for (String row : List.of(
                messages,
                "{\"messages\":" + messages + "}",
                "{\"messages\":" + TextNode.valueOf(messages) + "}",
                "{\"prompt\":" + messages + "}",
                "{\"conversations\":" + shareGpt + "}"))
            assertEquals(expected, prompts(row).get(0).request(), row);
    }

    @Test
    void whatStandsBesideAPrompt_isPartOfIt() throws IOException {
        assertEquals(new Instruction("Count", "a b"), request("{'prompt':'Count','context':'a b'}"));
        assertEquals(new Instruction("Count", "a b"), request("{'question':'Count','input':'a b'}"));
        Conversation expected = new Conversation(List.of(
                new Turn("system", "Be brief."),
                new Turn("user", "Hi"),
                new Turn("assistant", "Yes?"),
                new Turn("user", "Count\n\na b")));
        assertEquals(
                expected,
                request("{'instruction':'Count','input':'a b','system':'Be brief.','history':[['Hi','Yes?']]}"));
        assertEquals(
                expected,
                request("{'prompt':'Count','context':'a b','system_prompt':'Be brief.',"
                        + "'history':[{'role':'Human','content':'Hi'},{'from':'gpt','value':'Yes?'}]}"));
        assertEquals(
                new Conversation(List.of(new Turn("system", "Be brief."), new Turn("user", "Hi"))),
                request("{'system':'Be brief.','messages':[{'role':'User','content':'Hi'}]}"));
    }

    private Request request(String row) throws IOException {
        return prompts(row.replace('\'', '"')).get(0).request();
    }

    /** A model that does not see a part of a conversation is measured on another one. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            {"messages":[{"role":"user","content":"a","tool_calls":[{"id":1}]}]}; tool_calls
            {"messages":[{"role":"assistant","content":null,"function_call":{"name":"f"}},{"role":"user","content":"a"}]}; function_call
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_content":"c"}]}; reasoning_content
            {"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image"}]}]}; is not text
            {"messages":[{"role":"user","content":"a"}],"tools":[{"name":"f"}]}; tools is not supported
            {"prompt":"a","images":["x.png"]}; images is not supported
            {"prompt":"a","documents":"d"}; documents is not supported
            {"prompt":"a","history":"earlier"}; history: expected pairs
            {"prompt":"a","history":[["b"]]}; history: expected pairs
            {"prompt":"a","system":["b"]}; system: expected a string
            {"messages":[{"role":"user","content":"a"}],"history":[["b","c"]]}; has a conversation and history
            {"system":"x","messages":[{"role":"system","content":"y"},{"role":"user","content":"a"}]}; with another
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":" "}]}; ends with an empty turn
            {"messages":[{"role":"narrator","content":"a"}]}; it has turns of narrator
            """)
    void whatWouldBeLost_isRefused(String row, String problem) {
        String refusal = refusal(row);
        assertTrue(refusal.contains(problem), refusal);
    }

    @Test
    void whatIsEmpty_isNotThere() throws IOException {
        String row = "{'prompt':'a','tools':[],'images':null,'documents':'','history':[],'system':'','input':null}";
        assertEquals(new Instruction("a", ""), request(row));
    }

    @Test
    void content_mayBeParts() throws IOException {
        String row =
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]}]}";
        assertEquals(
                new Conversation(List.of(new Turn("user", "ab"))),
                prompts(row).get(0).request());
    }

    @Test
    void id_isTheRowsOwn_orItsNumber() throws IOException {
        List<Prompt> prompts = prompts(
                "{\"prompt\":\"a\"}",
                "{\"id\":\"v2-1\",\"prompt\":\"a\"}",
                "{\"question_id\":81,\"turns\":[\"a\"]}",
                "{\"Behavior\":\"a\",\"BehaviorID\":\"b_c\"}",
                "{\"id\":\"\",\"prompt\":\"a\"}");
        assertEquals(
                List.of("0", "v2-1", "81", "b_c", "4"),
                prompts.stream().map(Prompt::id).toList());
    }

    @Test
    void limit_readsNoFurther() throws IOException {
        Path file = DataFiles.write(folder, "a.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\nbroken");
        assertEquals(2, Prompts.read(file, OptionalInt.of(2)).size());
        assertThrows(InvalidInputException.class, () -> Prompts.read(file, OptionalInt.empty()));
    }

    @Test
    void unknownLayout_isRefusedWithItsColumns() {
        String refusal = refusal("{\"prompt\":\"a\"}", "{\"chosen\":\"a\",\"rejected\":\"b\"}");
        assertTrue(
                refusal.contains(": line 2: no column holds a prompt; expected one of prompt, instruction, "), refusal);
        assertTrue(refusal.endsWith(", got chosen, rejected"), refusal);
    }

    @Test
    void whatIsNoPrompt_isRefused() {
        assertTrue(refusal("{\"prompt\":\" \"}").endsWith(": line 1: prompt is empty"));
        assertTrue(refusal("{\"prompt\":7}").endsWith(": expected a string, got 7"));
        assertTrue(refusal("{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}")
                .contains("no user turn"));
        assertTrue(refusal("{\"messages\":[{\"content\":\"a\"}]}").contains("has no role"));
        assertTrue(refusal("{\"messages\":[{\"role\":\"user\",\"content\":[{\"image\":1}]}]}")
                .contains("is not text"));
        assertTrue(refusal("{\"turns\":[]}").contains("expected a string"));
        assertTrue(refusal("").endsWith(": holds no rows"));
    }

    private List<Prompt> prompts(String... rows) throws IOException {
        return Prompts.read(DataFiles.write(folder, "a.jsonl", String.join("\n", rows)), OptionalInt.empty());
    }

    private String refusal(String... rows) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> prompts(rows));
        DataFiles.checkRefusal(folder.resolve("a.jsonl"), e);
        return e.getMessage();
    }
}
