// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptFormatTest {
    private static final Request BARE = new Instruction("Count the ships.", "");
    private static final Request WITH_INPUT = new Instruction("Sort them.", "b, 100 % a");
    private static final Request ONE_TURN = new Conversation(List.of(new Turn(Turn.USER, "Hi")));
    private static final Request TALK = new Conversation(
            List.of(new Turn(Turn.SYSTEM, "Be brief."), new Turn(Turn.USER, "Hi"), new Turn(Turn.USER, "There?")));

    @Test
    void alpaca_isStanfordsText() {
        PromptFormat alpaca = new PromptFormat.Alpaca();
        assertEquals(
                "Below is an instruction that describes a task. Write a response that appropriately completes the"
                        + " request.\n\n### Instruction:\nCount the ships.\n\n### Response:",
                alpaca.text(BARE));
        assertEquals(
                "Below is an instruction that describes a task, paired with an input that provides further context."
                        + " Write a response that appropriately completes the request.\n\n### Instruction:\nSort them."
                        + "\n\n### Input:\nb, 100 % a\n\n### Response:",
                alpaca.text(WITH_INPUT));
        assertTrue(alpaca.text(ONE_TURN).contains("### Instruction:\nHi\n"));
        assertTrue(alpaca.addsSpecialTokens());
    }

    @Test
    void raw_isTheTextItself() {
        PromptFormat raw = new PromptFormat.Raw();
        assertEquals("Count the ships.", raw.text(BARE));
        assertEquals("Sort them.\n\nb, 100 % a", raw.text(WITH_INPUT));
        assertEquals("Hi", raw.text(ONE_TURN));
    }

    @Test
    void chat_leavesSpecialTokensToTheTemplate() {
        PromptFormat chat = new PromptFormat.Chat(request -> request.turns().toString());
        assertEquals("[Turn[role=user, content=Count the ships.]]", chat.text(BARE));
        assertEquals("[Turn[role=user, content=Sort them.\n\nb, 100 % a]]", chat.text(WITH_INPUT));
        assertEquals(((Conversation) TALK).turns().toString(), chat.text(TALK));
        assertFalse(chat.addsSpecialTokens());
    }

    @Test
    void conversation_outsideChat_isRefusedWithTheRemedy() {
        for (PromptFormat format : List.of(new PromptFormat.Alpaca(), new PromptFormat.Raw())) {
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> format.text(TALK));
            assertTrue(e.getMessage().contains("prompt-format=chat"), e.getMessage());
        }
    }
}
