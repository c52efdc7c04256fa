// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
    private static final String ASKED = "{\"role\": \"user\", \"content\": \"Sort b a\"}";
    private static final String ANSWERED = "{\"role\": \"assistant\", \"content\": \"a b\"}";
    private static final List<Turn> TALK = List.of(new Turn(Turn.USER, "Sort b a"), new Turn(Turn.ASSISTANT, "a b"));

    @TempDir
    Path folder;

    private DataSet<Example> read(BadRows policy, String... lines) throws IOException {
        return Examples.read(
                List.of(DataFiles.write(
                        folder, "a.jsonl", String.join("\n", lines).replace('\'', '"'))),
                policy);
    }

    private Example one(String line) throws IOException {
        return read(BadRows.REFUSE, line).rows().get(0);
    }

    private String where(int line) {
        return folder.resolve("a.jsonl") + ": line " + line;
    }

    private List<String> problems(String... lines) {
        return assertThrows(InvalidInputException.class, () -> read(BadRows.REFUSE, lines)).problems().stream()
                .map(c -> c.replace(folder.resolve("a.jsonl") + ": ", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'instruction': 'Sort', 'input': 'b a', 'output': 'a b'} | alpaca: instruction, input, output",
                "{'text': 'all', 'output': 'a b', 'Input': 'b a', 'INSTRUCTION': 'Sort'} | alpaca: instruction, input, output",
                "{'instruction': 'Sort', 'context': 'b a', 'response': 'a b', 'category': 'x'} | dolly: instruction, context, response",
            })
    void instruction_ofEachLayout_isAnsweredWithItsInput(String line, String layout) throws IOException {
        DataSet<Example> read = read(BadRows.REFUSE, line);
        assertEquals(List.of(new Answer(where(1), new Instruction("Sort", "b a"), "a b")), read.rows());
        assertEquals(Map.of(layout, 1), read.layouts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt': 'Sort b a', 'completion': 'a b'} | completion: prompt, completion",
                "{'Prompt': 'Sort b a', 'Response': 'a b'} | response: prompt, response",
                "{'question': 'Sort b a', 'answer': 'a b'} | gsm8k: question, answer",
                "{'instruction': 'Sort b a', 'input': null, 'output': 'a b'} | alpaca: instruction, input, output",
                "{'prompt': 'Sort b a', 'completion': [{'role': 'assistant', 'content': 'a b'}]} | completion: prompt, completion",
            })
    void question_ofEachLayout_isAnswered(String line, String layout) throws IOException {
        DataSet<Example> read = read(BadRows.REFUSE, line);
        assertEquals(List.of(new Answer(where(1), new Instruction("Sort b a", ""), "a b")), read.rows());
        assertEquals(Map.of(layout, 1), read.layouts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'messages': [" + ASKED + "," + ANSWERED + "]} | chat: messages",
                "[" + ASKED + "," + ANSWERED + "] | chat: messages",
                "{'conversations': [{'from': 'human', 'value': 'Sort b a'}, {'from': 'gpt', 'value': 'a b'}]} | sharegpt: conversations",
                "{'conversation': [" + ASKED + "," + ANSWERED + "," + ASKED + "]} | chat: conversation",
            })
    void conversation_ofEachLayout_endsWithTheAssistant(String line, String layout) throws IOException {
        DataSet<Example> read = read(BadRows.REFUSE, line);
        assertEquals(List.of(new Dialogue(where(1), TALK)), read.rows());
        assertEquals(Map.of(layout, 1), read.layouts());
    }

    @Test
    void promptOfTurns_isAConversation() throws IOException {
        assertEquals(
                new Answer(where(1), new Conversation(TALK.subList(0, 1)), "a b"),
                one("{'prompt': [" + ASKED + "], 'completion': [" + ANSWERED + "]}"));
    }

    @Test
    void text_isPlain() throws IOException {
        assertEquals(new PlainText(where(1), "Once upon a time"), one("{'text': 'Once upon a time'}"));
    }

    @Test
    void layouts_mixedInAFile_areCounted() throws IOException {
        DataSet<Example> read = read(
                BadRows.REFUSE,
                "{'question': 'a', 'answer': 'b'}",
                "{'text': 'c'}",
                "",
                "{'question': 'd', 'answer': 'e'}");
        assertEquals(
                List.of("gsm8k: question, answer", "plain: text"),
                List.copyOf(read.layouts().keySet()));
        assertEquals(List.of(2, 1), List.copyOf(read.layouts().values()));
        assertEquals(
                List.of(where(1), where(2), where(4)),
                read.rows().stream().map(Example::where).toList());
    }

    @Test
    void rows_thatDoNotFit_areAllNamed() {
        assertEquals(
                List.of(
                        "line 1: output is empty",
                        "line 2: instruction is empty",
                        "line 3: answer: expected a string, got 4",
                        "line 4: does not have the columns of an example; expected chat: messages or sharegpt: conversations or"
                                + " chat: conversation or alpaca: instruction, input, output or dolly: instruction,"
                                + " context, response or completion: prompt, completion or response: prompt, response"
                                + " or gsm8k: question, answer or plain: text, got prompt, id",
                        "line 5: the conversation has no assistant turn; it has turns of user",
                        "line 6: messages: turn 1, the assistant's, is empty",
                        "line 7: completion: expected a single assistant turn, got user, assistant",
                        "line 8: prompt ends with the assistant's turn, expected the user's",
                        "line 9: messages: expected turns, got \"hi\"",
                        "line 10: input: expected a string, got [1]"),
                problems(
                        "{'instruction': 'a', 'output': ' '}",
                        "{'instruction': '', 'input': 'a', 'output': 'b'}",
                        "{'question': 'a', 'answer': 4}",
                        "{'prompt': 'a', 'id': 1}",
                        "[" + ASKED + "]",
                        "[" + ASKED + ", {'role': 'assistant', 'content': null}]",
                        "{'prompt': 'a', 'completion': [" + ASKED + "," + ANSWERED + "]}",
                        "{'prompt': [" + ANSWERED + "], 'completion': 'a'}",
                        "{'messages': 'hi'}",
                        "{'instruction': 'a', 'input': [1], 'output': 'b'}"));
    }

    private Dialogue dialogue(String row) throws IOException {
        return (Dialogue) one(row.replace('\'', '"'));
    }

    @Test
    void turnThatIsNotToBeLearned_isContext() throws IOException {
        for (String mark : List.of("'weight':0", "'train':false", "'training':false", "'loss':0.0"))
            assertEquals(
                    Set.of(1),
                    dialogue("{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'," + mark
                                    + "},{'role':'user','content':'c'},{'role':'assistant','content':'d','weight':1}]}")
                            .unlearned());
        // A system text comes first.
        Dialogue dialogue = dialogue("{'system':'s','messages':[{'role':'user','content':'a'},"
                + "{'role':'assistant','content':'b','weight':0},{'role':'assistant','content':'d'},"
                + "{'role':'user','content':'e'},{'role':'assistant','content':'f','weight':0}]}");
        assertEquals(Set.of(2), dialogue.unlearned());
        assertEquals(4, dialogue.turns().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0}]}; none of the assistant's turns
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0.5}]}; expected 0 or 1
            {"prompt":"a","completion":"b","label":false}; label is false
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"kto_tag":false}; kto_tag is false
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","tool_calls":[{"id":1}]}]}; tool_calls
            {"instruction":"a","output":"b","images":["c.png"]}; images is not supported
            {"conversations":[{"from":"narrator","value":"a"}]}; it has turns of narrator
            """)
    void whatWouldBeLearnedAgainstItsMeaning_isRefused(String row, String problem) {
        String refusal = problems(row).get(0);
        assertTrue(refusal.contains(problem), refusal);
    }

    @Test
    void whatStandsBesideTheRequest_isPartOfIt() throws IOException {
        Answer answer = (Answer) one("{\"question\":\"How many?\",\"context\":\"a b\",\"answer\":\"2\"}");
        assertEquals(new Instruction("How many?", "a b"), answer.request());
        Answer told = (Answer)
                one("{\"instruction\":\"c\",\"system\":\"s\",\"history\":[[\"a\",\"b\"]]," + "\"output\":\"d\"}");
        assertEquals(
                new Conversation(List.of(
                        new Turn("system", "s"),
                        new Turn("user", "a"),
                        new Turn("assistant", "b"),
                        new Turn("user", "c"))),
                told.request());
    }

    @Test
    void rolesOfShareGptsTools_areTurnsOfTheirSpeakers() throws IOException {
        assertEquals(
                List.of("user", "assistant", "tool", "assistant"),
                dialogue("{'conversations':[{'from':'human','value':'a'},{'from':'function_call','value':'f()'},"
                                + "{'from':'observation','value':'1'},{'from':'gpt','value':'b'}]}")
                        .turns()
                        .stream()
                        .map(Turn::role)
                        .toList());
    }

    @Test
    void brokenLine_isOneProblemAmongOthers() {
        List<String> problems = problems("{'text': 'a'}", "{'text': ", "7", "{'text': ''}");
        assertEquals(3, problems.size());
        assertTrue(problems.get(0).startsWith("line 2: is not valid JSON"), problems.get(0));
        assertEquals("line 3: expected an object, got number", problems.get(1));
        assertEquals("line 4: text is empty", problems.get(2));
    }

    @Test
    void manyProblems_areCountedBehindTwenty() {
        String[] lines = new String[30];
        Arrays.fill(lines, "{'text': ''}");
        List<String> problems = problems(lines);
        assertEquals(21, problems.size());
        assertEquals("line 20: text is empty", problems.get(19));
        assertEquals("and 10 more", problems.get(20));
    }

    @Test
    void skip_passesOverWhatDoesNotFit() throws IOException {
        DataSet<Example> read =
                read(BadRows.SKIP, "{'text': ", "{'text': ''}", "{'text': 'a'}", "{'chosen': 'a', 'rejected': 'b'}");
        assertEquals(List.of(new PlainText(where(3), "a")), read.rows());
        assertEquals(3, read.skipped().size());
        assertEquals(where(2) + ": text is empty", read.skipped().get(1));
    }

    @Test
    void skip_ofAllRows_isRefused() {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> read(BadRows.SKIP, "{'text': ''}", "{'text': ''}"));
        assertEquals(
                folder.resolve("a.jsonl") + ": no row fits; 2 were skipped, the first of them " + where(1)
                        + ": text is empty",
                e.getMessage());
    }

    @Test
    void skip_ofCsvRowsWithOddCells_goesOn() throws IOException {
        Path file = DataFiles.write(folder, "a.csv", "question,answer\na,b\nc\nd,e\n");
        DataSet<Example> read = Examples.read(List.of(file), BadRows.SKIP);
        assertEquals(2, read.rows().size());
        assertEquals(List.of(file + ": line 3: has 1 cells, expected 2 as in the header"), read.skipped());
    }

    @Test
    void files_thatCannotBeRead_areAllNamedWhateverThePolicy() throws IOException {
        Path missing = folder.resolve("none.jsonl");
        Path empty = DataFiles.write(folder, "empty.jsonl", "\n");
        Path broken = DataFiles.write(folder, "broken.json", "[{\"text\": \"a\"}, {");
        for (BadRows policy : BadRows.values()) {
            InvalidInputException e = assertThrows(
                    InvalidInputException.class, () -> Examples.read(List.of(missing, empty, broken), policy));
            assertEquals(3, e.problems().size());
            assertEquals(missing + ": does not exist", e.problems().get(0));
            assertEquals(empty + ": holds no rows", e.problems().get(1));
            assertTrue(e.problems().get(2).startsWith(broken + ": line 1: is not valid JSON"), e.getMessage());
        }
    }

    @Test
    void preferences_areSentToTheirCommand_once() {
        String pair = "{'prompt': 'a', 'chosen': 'b', 'rejected': 'c'}";
        assertEquals(List.of("line 1: holds preference pairs; use lox align"), problems(pair, pair, pair));
    }
}
