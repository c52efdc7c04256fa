// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Preference;
import dev.lox.lm.text.PromptFormat.Alpaca;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Tokenizer;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceEncoderTest {
    private static final int END = 560;
    private static final Instruction GREET = new Instruction("Greet", "");
    private static final Turn HI = new Turn(Turn.USER, "Hi");
    private static final Turn GOOD = new Turn(Turn.ASSISTANT, "Hello there, keeper");
    private static final Turn BAD = new Turn(Turn.ASSISTANT, "Go");
    private static final Preference PAIR = new Preference("a: line 1", GREET, List.of(GOOD), List.of(BAD));

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

    private static EncodedRows<PairRow> encode(EncodingSettings settings, Preference... pairs) {
        return new PreferenceEncoder(settings).encode(List.of(pairs), BadRows.REFUSE);
    }

    private static EncodingSettings within(int maxLength) {
        return new EncodingSettings(qwen, new Alpaca(), Optional.empty(), END, maxLength, qwen.vocabularySize());
    }

    @Test
    void pair_inAlpaca_isThreeParts() {
        PairRow row = encode(within(500), PAIR).rows().get(0);
        assertArrayEquals(qwen.encode(new Alpaca().text(GREET), true), row.prompt());
        assertArrayEquals(Models.concat(qwen.encode(GOOD.content(), false), new int[] {END}), row.chosen());
        assertArrayEquals(Models.concat(qwen.encode("Go", false), new int[] {END}), row.rejected());
    }

    @Test
    void pair_inChat_isShownInItsParts() throws IOException {
        Preference pair = new Preference(
                "a: line 2", new Conversation(List.of(HI, GOOD, HI)), List.of(GOOD), List.of(BAD, HI, BAD));
        PairRow row = encode(Models.chat(qwen, folder, Models.CHATML, 500), pair)
                .rows()
                .get(0);
        assertEquals(
                """
                a: line 2: prompt %d tokens, chosen %d, rejected %d
                prompt: <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                Hello there, keeper<|im_end|>
                <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant

                chosen: ⟦Hello there, keeper<|im_end|>
                ⟧
                rejected: ⟦Go<|im_end|>
                <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                Go<|im_end|>
                ⟧""".formatted(row.prompt().length, row.chosen().length, row.rejected().length),
                MaskedText.of(row, qwen));
    }

    @Test
    void pair_thatIsTooLong_losesTheEndsOfItsContinuations() {
        PairRow whole = encode(within(500), PAIR).rows().get(0);
        int length = whole.prompt().length + whole.chosen().length - 1;
        EncodedRows<PairRow> cut = encode(within(length), PAIR);
        PairRow row = cut.rows().get(0);
        assertArrayEquals(whole.prompt(), row.prompt());
        assertArrayEquals(Arrays.copyOf(whole.chosen(), whole.chosen().length - 1), row.chosen());
        assertArrayEquals(whole.rejected(), row.rejected());
        assertEquals(1, cut.truncated());
    }

    @Test
    void pair_withoutRoomBehindItsPrompt_isDropped() {
        int prompt = qwen.encode(new Alpaca().text(GREET), true).length;
        Preference longer = new Preference("a", new Instruction("Greet the keeper", ""), List.of(GOOD), List.of(BAD));
        EncodedRows<PairRow> cut = encode(within(prompt + 1), longer, PAIR);
        assertEquals(1, cut.dropped());
        assertEquals(
                List.of("a: line 1"), cut.rows().stream().map(PairRow::where).toList());
        assertThrows(InvalidInputException.class, () -> encode(within(prompt), PAIR));
    }

    @Test
    void pair_thatDoesNotFit_isNamed() {
        Preference several = new Preference("a: line 3", GREET, List.of(GOOD, HI, GOOD), List.of(BAD));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> encode(within(500), several));
        assertEquals(
                "a: line 3: has 3 turns after the prompt, this format has one; pass prompt-format=chat",
                e.getMessage());
    }
}
