// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.PromptFormat.Alpaca;
import dev.lox.lm.text.PromptFormat.Raw;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Tokenizer;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleEncoderTest {
    private static final int END = 560;
    private static final Instruction SORT = new Instruction("Sort", "b a");
    private static final Example ANSWER = new Answer("a: line 1", SORT, "a b");
    private static final Turn HI = new Turn(Turn.USER, "Hi");
    private static final Turn HELLO = new Turn(Turn.ASSISTANT, "Hello");

    private static Tokenizer qwen;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        qwen = Models.tokenizer("qwen");
    }

    @AfterAll
    static void close() {
        qwen.close();
    }

    private static EncodedRows<TokenRow> encode(EncodingSettings settings, Example... examples) {
        return new ExampleEncoder(settings, LossScope.COMPLETION).encode(List.of(examples), BadRows.REFUSE);
    }

    private static TokenRow one(EncodingSettings settings, Example example) {
        return encode(settings, example).rows().get(0);
    }

    private static EncodingSettings within(int maxLength) {
        return new EncodingSettings(qwen, new Alpaca(), Optional.empty(), END, maxLength, qwen.vocabularySize());
    }

    private static String problem(EncodingSettings settings, Example example) {
        return assertThrows(InvalidInputException.class, () -> encode(settings, example))
                .getMessage();
    }

    @Test
    void answer_inAlpaca_isPromptAndReplyAndEnd() {
        TokenRow row = one(Models.settings(qwen, new Alpaca(), END), ANSWER);
        int[] prompt = qwen.encode(new Alpaca().text(SORT), true);
        assertArrayEquals(Models.concat(prompt, qwen.encode("a b", false), new int[] {END}), row.tokens());
        assertEquals("a: line 1", row.where());
        assertTrue(Models.masked(row, qwen).endsWith("### Input:\nb a\n\n### Response:⟦a b<|endoftext|>⟧"));
    }

    @Test
    void answer_inRaw_hasTheTokenizersBeginningOnce() {
        try (Tokenizer llama2 = Models.tokenizer("llama2")) {
            TokenRow row =
                    one(Models.settings(llama2, new Raw(), 2), new Answer("a", new Instruction("Sort b a", ""), "a b"));
            assertArrayEquals(
                    Models.concat(llama2.encode("Sort b a", true), llama2.encode("a b", false), new int[] {2}),
                    row.tokens());
            assertEquals(1, row.tokens()[0]);
            assertEquals("<s>Sort b a⟦ a b</s>⟧", Models.masked(row, llama2).replace("<s> ", "<s>"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unigram", "wordpiece"})
    void tokenizerThatEndsTexts_doesNotEndThePrompt(String family) {
        try (Tokenizer tokenizer = Models.tokenizer(family)) {
            int end = tokenizer.encode("", true)[tokenizer.encode("", true).length - 1];
            int[] framed = tokenizer.encode("Sort", true);
            assertEquals(end, framed[framed.length - 1]);
            TokenRow row =
                    one(Models.settings(tokenizer, new Raw(), end), new Answer("a", new Instruction("Sort", ""), "a"));
            int[] reply = tokenizer.encode("a", false);
            assertArrayEquals(
                    Models.concat(Arrays.copyOf(framed, framed.length - 1), reply, new int[] {end}), row.tokens());
            // Once behind the text, not twice.
            TokenRow plain = one(Models.settings(tokenizer, new Raw(), end), new PlainText("a", "Sort"));
            assertArrayEquals(framed, plain.tokens());
            assertEquals(framed.length - 1, plain.learnedTokens());
        }
    }

    @Test
    void plainText_isLearnedButForItsFirstToken() {
        TokenRow row = one(Models.settings(qwen, new Alpaca(), END), new PlainText("a", "counted the ships"));
        assertArrayEquals(Models.concat(qwen.encode("counted the ships", true), new int[] {END}), row.tokens());
        assertEquals(row.tokens().length - 1, row.learnedTokens());
    }

    @Test
    void full_learnsThePromptToo() {
        TokenRow row = new ExampleEncoder(Models.settings(qwen, new Alpaca(), END), LossScope.FULL)
                .encode(List.of(ANSWER), BadRows.REFUSE)
                .rows()
                .get(0);
        assertEquals(row.tokens().length - 1, row.learnedTokens());
    }

    @Test
    void answer_inChat_isLearnedWithItsEndOfTurn() throws IOException {
        TokenRow row = one(Models.chat(qwen, folder, Models.CHATML, 500), ANSWER);
        assertEquals(
                "<|im_start|>user\nSort\n\nb a<|im_end|>\n<|im_start|>assistant\n⟦a b<|im_end|>\n⟧",
                Models.masked(row, qwen));
        int[] prompt = qwen.encode("<|im_start|>user\nSort\n\nb a<|im_end|>\n<|im_start|>assistant\n", false);
        assertArrayEquals(prompt, Arrays.copyOf(row.tokens(), prompt.length));
        assertTrue(row.learned()[prompt.length]);
    }

    @Test
    void dialogue_inChat_learnsEachTurnOfTheAssistant() throws IOException {
        Dialogue dialogue = new Dialogue(
                "a", List.of(new Turn(Turn.SYSTEM, "Be brief."), HI, HELLO, HI, new Turn(Turn.ASSISTANT, "Yes?")));
        TokenRow row = one(Models.chat(qwen, folder, Models.CHATML, 500), dialogue);
        assertEquals("""
                <|im_start|>system
                Be brief.<|im_end|>
                <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                ⟦Hello<|im_end|>
                ⟧<|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                ⟦Yes?<|im_end|>
                ⟧""", Models.masked(row, qwen));
    }

    /** Each piece by itself would begin with one more space. */
    /** Not even where all of a row is learned. */
    @Test
    void turnThatIsNotToBeLearned_isNeverATarget() throws IOException {
        Dialogue dialogue = new Dialogue("a", List.of(HI, HELLO, HI, HELLO), Set.of(1));
        EncodingSettings settings = Models.chat(qwen, folder, Models.CHATML, 500);
        String completion = Models.masked(one(settings, dialogue), qwen);
        assertEquals(1, completion.split("⟦", -1).length - 1, completion);
        assertTrue(completion.endsWith("⟧"), completion);
        TokenRow full = new ExampleEncoder(settings, LossScope.FULL)
                .encode(List.of(dialogue), BadRows.REFUSE)
                .rows()
                .get(0);
        TokenRow all = new ExampleEncoder(settings, LossScope.FULL)
                .encode(List.of(new Dialogue("a", List.of(HI, HELLO, HI, HELLO))), BadRows.REFUSE)
                .rows()
                .get(0);
        assertArrayEquals(all.tokens(), full.tokens());
        int turn = one(settings, new Dialogue("a", List.of(HI, HELLO))).learnedTokens();
        assertEquals(all.learnedTokens() - turn, full.learnedTokens());
    }

    @Test
    void dialogue_ofATokenizerThatBeginsTextsWithASpace_isEncodedAsInOnePiece() throws IOException {
        try (Tokenizer llama2 = Models.tokenizer("llama2")) {
            TokenRow row = one(
                    Models.chat(llama2, folder, Models.INST, 500), new Dialogue("a", List.of(HI, HELLO, HI, HELLO)));
            String text = "<s>[INST] Hi [/INST] Hello </s>";
            assertArrayEquals(llama2.encode(text + text, false), row.tokens());
            String masked = Models.masked(row, llama2);
            assertTrue(masked.matches("(<s> ?\\[INST\\] Hi \\[/INST\\]⟦ Hello </s>⟧){2}"), masked);
        }
    }

    @Test
    void template_thatRewritesEarlierTurns_fitsOneReplyAlone() throws IOException {
        EncodingSettings settings = Models.chat(qwen, folder, Models.FORGETTING, 500);
        Turn reasoned = new Turn(Turn.ASSISTANT, "well=Hello");
        assertEquals(
                "user: Hi\nassistant: ⟦well=Hello\n⟧",
                Models.masked(one(settings, new Dialogue("a", List.of(HI, reasoned))), qwen));
        assertEquals(
                "a: line 7: the chat template changes earlier turns when later ones follow; expected a single"
                        + " assistant turn",
                problem(settings, new Dialogue("a: line 7", List.of(HI, reasoned, HI, HELLO))));
    }

    @Test
    void template_thatAsksOtherwiseThanItAnswers_isNamed() throws IOException {
        String template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
                + "{% if add_generation_prompt %}assistant: <think>{% endif %}";
        assertEquals(
                "a: line 1: the chat template does not put the reply where it asks for it",
                problem(Models.chat(qwen, folder, template, 500), ANSWER));
    }

    @Test
    void template_thatRefuses_isQuoted() throws IOException {
        String template = "{{ raise_exception('no system turns') }}";
        String problem = problem(Models.chat(qwen, folder, template, 500), ANSWER);
        assertTrue(problem.startsWith("a: line 1: ") && problem.contains("no system turns"), problem);
    }

    @Test
    void dialogue_thatDoesNotFit_isNamed() throws IOException {
        EncodingSettings alpaca = Models.settings(qwen, new Alpaca(), END);
        assertEquals(
                "a: a conversation of 2 turns does not fit the format alpaca; pass prompt-format=chat",
                problem(alpaca, new Dialogue("a", List.of(new Turn(Turn.SYSTEM, "Be brief."), HI, HELLO))));
        String alone = "a: the conversation has no turn before the assistant's";
        assertEquals(alone, problem(alpaca, new Dialogue("a", List.of(HELLO))));
        assertEquals(alone, problem(Models.chat(qwen, folder, Models.CHATML, 500), new Dialogue("a", List.of(HELLO))));
    }

    @Test
    void row_thatIsTooLong_keepsItsBeginning() {
        TokenRow whole = one(within(500), ANSWER);
        int length = whole.tokens().length;
        EncodedRows<TokenRow> cut = encode(within(length - 1), ANSWER, new PlainText("b", "a"));
        assertArrayEquals(
                Arrays.copyOf(whole.tokens(), length - 1), cut.rows().get(0).tokens());
        assertEquals(whole.learnedTokens() - 1, cut.rows().get(0).learnedTokens());
        assertEquals(1, cut.truncated());
        assertEquals(0, cut.dropped());
        assertEquals(0, encode(within(length), ANSWER).truncated());
    }

    @Test
    void row_withNothingLeftToLearn_isDropped() {
        int prompt = qwen.encode(new Alpaca().text(SORT), true).length;
        EncodedRows<TokenRow> cut = encode(within(prompt), ANSWER, new PlainText("b", "a"));
        assertEquals(List.of("b"), cut.rows().stream().map(TokenRow::where).toList());
        assertEquals(1, cut.dropped());
        assertEquals(0, cut.truncated());
        assertEquals(
                "none of 1 rows is left: 1 have nothing to learn within " + prompt
                        + " tokens; pass a larger max-length",
                problem(within(prompt), ANSWER));
    }

    @ParameterizedTest
    @EnumSource(BadRows.class)
    void token_theModelHasNoEmbeddingFor_doesNotFit(BadRows policy) {
        PromptFormat raw = new Raw();
        ExampleEncoder encoder =
                new ExampleEncoder(new EncodingSettings(qwen, raw, Optional.empty(), END, 500, 562), LossScope.FULL);
        List<Example> rows = List.of(
                new PlainText("a: line 1", "one"),
                new PlainText("a: line 2", "two<|im_end|>"),
                new PlainText("a: line 3", "<tool_call>"));
        List<String> problems = List.of(
                "a: line 2: has the token <|im_end|>, which the model has no embedding for",
                "a: line 3: has the token <tool_call>, which the model has no embedding for");
        if (policy == BadRows.SKIP) {
            EncodedRows<TokenRow> encoded = encoder.encode(rows, policy);
            assertEquals(1, encoded.rows().size());
            assertEquals(problems, encoded.skipped());
        } else
            assertEquals(
                    problems,
                    assertThrows(InvalidInputException.class, () -> encoder.encode(rows, policy))
                            .problems());
    }
}
