// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Turn;
import java.util.List;

/** A prompt in one text and the reply right behind it, as Stanford Alpaca was trained. */
record PromptWriting(Framing framing, PromptFormat format, int endToken) implements Writing {
    @Override
    public Exchange exchange(Request request, List<Turn> continuation) {
        if (continuation.size() != 1)
            throw new BadInputException("has " + continuation.size()
                    + " turns behind the prompt, this format has one; pass --prompt-format chat");
        return new Exchange(
                framing.opening(format.text(request)),
                framing.closing(continuation.get(0).content(), endToken));
    }

    @Override
    public List<Piece> dialogue(List<Turn> turns) {
        int last = turns.size() - 1;
        if (last == 0) throw new BadInputException("the conversation has no turn before the assistant's");
        return exchange(new Conversation(turns.subList(0, last)), turns.subList(last, turns.size()))
                .pieces();
    }
}
