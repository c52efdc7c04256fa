// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Turn;
import java.util.List;
import java.util.Set;

/** A single-text prompt, directly followed by the reply, as Stanford Alpaca was trained. */
record PromptWriting(Framing framing, PromptFormat format, int endToken) implements Writing {
    @Override
    public Exchange exchange(Request request, List<Turn> continuation) {
        if (continuation.size() != 1)
            throw new InvalidInputException(
                    "has %s turns after the prompt, this format has one; pass %s",
                    continuation.size(), Setting.of("prompt-format", "chat"));
        return new Exchange(
                framing.opening(format.text(request)),
                framing.closing(continuation.get(0).content(), endToken));
    }

    @Override
    public List<Piece> dialogue(List<Turn> turns, Set<Integer> unlearned) {
        int last = turns.size() - 1;
        if (last == 0) throw new InvalidInputException("the conversation has no turn before the assistant's");
        return exchange(new Conversation(turns.subList(0, last)), turns.subList(last, turns.size()))
                .pieces();
    }
}
