// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    private static final String ASKED = "{\"role\": \"user\", \"content\": \"Hi\"}";
    private static final String GOOD = "{\"role\": \"assistant\", \"content\": \"Hello\"}";
    private static final String BAD = "{\"role\": \"assistant\", \"content\": \"Go\"}";

    @TempDir
    Path folder;

    private DataSet<Preference> read(BadRows policy, String... lines) throws IOException {
        return Preferences.read(
                List.of(DataFiles.write(
                        folder, "a.jsonl", String.join("\n", lines).replace('\'', '"'))),
                policy);
    }

    private Preference pair(int line, Request prompt) {
        return new Preference(
                folder.resolve("a.jsonl") + ": line " + line,
                prompt,
                List.of(new Turn(Turn.ASSISTANT, "Hello")),
                List.of(new Turn(Turn.ASSISTANT, "Go")));
    }

    private String problem(String line) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> read(BadRows.REFUSE, line));
        assertEquals(1, e.problems().size());
        return e.getMessage().replace(folder.resolve("a.jsonl") + ": line 1: ", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt': 'Hi', 'chosen': 'Hello', 'rejected': 'Go'}",
                "{'PROMPT': 'Hi', 'Chosen': [" + GOOD + "], 'Rejected': [" + BAD + "]}",
                "{'prompt': 'Hi', 'chosen': [" + ASKED + "," + GOOD + "], 'rejected': [" + ASKED + "," + BAD + "]}",
                "{'prompt': 'Hi', 'messages': [], 'chosen': 'Hello', 'rejected': 'Go', 'id': 7}",
            })
    void textPrompt_withEachKindOfSides_isAnInstruction(String line) throws IOException {
        DataSet<Preference> read = read(BadRows.REFUSE, line);
        assertEquals(List.of(pair(1, new Instruction("Hi", ""))), read.rows());
        assertEquals(Map.of("prompt, chosen, rejected", 1), read.layouts());
    }

    /** UltraFeedback with a system prompt, Orca, TRL, and pairs whose sides are JSON texts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'system': 'Be brief.', 'question': 'Hi', 'chosen': 'Hello', 'rejected': 'Go'}",
                "{'system': 'Be brief.', 'prompt': 'Hi', 'chosen': 'Hello', 'rejected': 'Go'}",
                "{'prompt': 'Hi', 'chosen': [SYSTEM," + ASKED + "," + GOOD + "], 'rejected': [SYSTEM," + ASKED + ","
                        + BAD + "]}",
                "{'prompt': [SYSTEM," + ASKED + "], 'chosen': [" + ASKED + "," + GOOD + "], 'rejected': [" + ASKED + ","
                        + BAD + "]}",
                "{'chosen': [SYSTEM," + ASKED + "," + GOOD + "], 'rejected': [SYSTEM," + ASKED + "," + BAD + "]}",
                "{'system': 'Be brief.', 'chosen': [" + ASKED + "," + GOOD + "], 'rejected': [" + ASKED + "," + BAD
                        + "]}",
            })
    void systemTurn_isPartOfThePrompt(String line) throws IOException {
        String row = line.replace("SYSTEM", "{'role': 'system', 'content': 'Be brief.'}");
        Preference read = read(BadRows.REFUSE, row).rows().get(0);
        assertEquals(
                List.of(new Turn("system", "Be brief."), new Turn("user", "Hi")),
                read.prompt().turns());
        assertEquals(List.of(new Turn("assistant", "Hello")), read.chosen());
        assertEquals(List.of(new Turn("assistant", "Go")), read.rejected());
    }

    @Test
    void whatWouldBeLostOfAPair_isRefused() {
        assertEquals(
                "chosen and rejected begin with different system turns",
                problem("{'prompt': 'Hi', 'chosen': [{'role': 'system', 'content': 'a'}," + GOOD
                        + "], 'rejected': [{'role': 'system', 'content': 'b'}," + BAD + "]}"));
        assertTrue(problem("{'prompt': 'Hi', 'chosen': 'a', 'rejected': 'b', 'tools': [{'name': 'f'}]}")
                .contains("tools is not supported"));
        assertTrue(problem("{'prompt': 'Hi', 'chosen': [{'role': 'assistant', 'content': 'a', 'tool_calls': [1]}],"
                        + " 'rejected': [" + BAD + "]}")
                .contains("tool_calls"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt': [" + ASKED + "], 'chosen': [" + GOOD + "], 'rejected': [" + BAD
                        + "]} | prompt, chosen, rejected",
                "{'prompt': [" + ASKED + "], 'chosen': [" + ASKED + "," + GOOD + "], 'rejected': [" + ASKED + "," + BAD
                        + "]} | prompt, chosen, rejected",
                "{'conversations': [{'from': 'human', 'value': 'Hi'}], 'chosen': {'from': 'gpt', 'value': 'Hello'},"
                        + " 'rejected': {'from': 'gpt', 'value': 'Go'}} | conversations, chosen, rejected",
                "{'messages': [" + ASKED + "], 'chosen': " + GOOD + ", 'rejected': " + BAD
                        + "} | messages, chosen, rejected",
                "{'chosen': [" + ASKED + "," + GOOD + "], 'rejected': [" + ASKED + "," + BAD + "]} | chosen, rejected",
                "{'chosen': '\\n\\nHuman: Hi\\n\\nAssistant: Hello', 'rejected': '\\n\\nHuman: Hi\\n\\nAssistant: Go'}"
                        + " | chosen, rejected",
            })
    void turns_ofEachLayout_areAConversation(String line, String layout) throws IOException {
        DataSet<Preference> read = read(BadRows.REFUSE, line);
        assertEquals(List.of(pair(1, new Conversation(List.of(new Turn(Turn.USER, "Hi"))))), read.rows());
        assertEquals(Map.of(layout, 1), read.layouts());
    }

    @Test
    void instruction_hasItsInput() throws IOException {
        assertEquals(
                List.of(pair(1, new Instruction("Greet", "Hi"))),
                read(BadRows.REFUSE, "{'instruction': 'Greet', 'input': 'Hi', 'chosen': 'Hello', 'rejected': 'Go'}")
                        .rows());
    }

    @Test
    void dialogues_areSplitBehindTheLastSharedTurn() throws IOException {
        String shared = "\\n\\nHuman: Hi\\n\\nAssistant: Hello\\n\\nHuman: Name a\\n\\nship: any ";
        Preference pair = read(
                        BadRows.REFUSE,
                        "{'chosen': '" + shared + "\\n\\nAssistant: Argo', 'rejected': '" + shared
                                + "\\n\\nAssistant: No\\n\\nAssistant: never'}")
                .rows()
                .get(0);
        assertEquals(
                new Conversation(List.of(
                        new Turn(Turn.USER, "Hi"),
                        new Turn(Turn.ASSISTANT, "Hello"),
                        new Turn(Turn.USER, "Name a\n\nship: any"))),
                pair.prompt());
        assertEquals(List.of(new Turn(Turn.ASSISTANT, "Argo")), pair.chosen());
        assertEquals(List.of(new Turn(Turn.ASSISTANT, "No"), new Turn(Turn.ASSISTANT, "never")), pair.rejected());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "H a A b | H a A b | chosen and rejected are equal",
                "H a A b | H c A b | chosen and rejected share no turn, but must begin with the same prompt",
                "H a A b | H a | rejected has nothing after the prompt",
                "H a H b A c | H a A b | chosen begins with a turn of the user, expected the assistant's",
                "H a A b H c | H a A d | chosen ends with a turn of the user, expected the assistant's",
                "H a A b A c | H a A b A d | the turns shared by chosen and rejected end with the assistant's, expected the user's",
                "H a A | H a A b | chosen: turn 1 is empty",
                "x H a A b | H a A c | chosen: expected a dialogue that begins with Human:, got x??Human: a??Assistant: b",
            })
    void dialogues_thatDoNotFit_areNamed(String chosen, String rejected, String problem) {
        assertEquals(
                problem, problem("{'chosen': '" + dialogue(chosen) + "', 'rejected': '" + dialogue(rejected) + "'}"));
    }

    private static String dialogue(String turns) {
        return turns.replaceAll(" ?H ", "\\\\n\\\\nHuman: ").replaceAll(" ?A( |$)", "\\\\n\\\\nAssistant: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt': 'Hi', 'chosen': 'a', 'rejected': 'a'} | chosen and rejected are equal",
                "{'prompt': 'Hi', 'chosen': '', 'rejected': 'a'} | chosen is empty",
                "{'prompt': '', 'chosen': 'b', 'rejected': 'a'} | prompt is empty",
                "{'prompt': 'Ho', 'chosen': [" + ASKED + "," + GOOD
                        + "], 'rejected': 'a'} | chosen begins with a turn of the user, expected the assistant's",
                "{'prompt': [" + ASKED + "," + GOOD
                        + "], 'chosen': 'a', 'rejected': 'b'} | prompt ends with the assistant's turn, expected the user's",
                "{'prompt': 'Hi', 'chosen': 'a'} | does not have the columns of a preference pair; expected prompt, chosen, rejected or question, chosen, rejected or"
                        + " conversations, chosen, rejected or messages, chosen, rejected or conversation, chosen, rejected"
                        + " or instruction, input, chosen, rejected or chosen, rejected, got prompt, chosen",
                "{'prompt': 'a', 'completion': 'b'} | holds examples, not preference pairs; use lox finetune",
            })
    void pairs_thatDoNotFit_areNamed(String line, String problem) {
        assertEquals(problem, problem(line));
    }

    @Test
    void skip_countsWhatItPassesOver() throws IOException {
        DataSet<Preference> read = read(
                BadRows.SKIP,
                "{'prompt': 'Hi', 'chosen': 'a', 'rejected': 'a'}",
                "{'text': 'a'}",
                "{'prompt': 'Hi', 'chosen': 'Hello', 'rejected': 'Go'}");
        assertEquals(List.of(pair(3, new Instruction("Hi", ""))), read.rows());
        assertEquals(2, read.skipped().size());
    }
}
