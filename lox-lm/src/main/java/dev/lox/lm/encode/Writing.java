// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;

/**
 * How requests and conversations become tokens. What is learned is encoded behind the prompt's tokens as generation has
 * them, so that the boundary lies between two tokens in both.
 */
sealed interface Writing permits PromptWriting, ChatWriting {
    /**
     * The prompt, and what follows it.
     *
     * @throws BadInputException without a place, if the format has no such rows
     */
    Exchange exchange(Request request, List<Turn> continuation);

    /** A conversation that ends with the assistant; its turns are learned. */
    List<Piece> dialogue(List<Turn> turns);

    /** Tokens of a prompt and of its continuation. */
    record Exchange(int[] prompt, int[] continuation) {
        List<Piece> pieces() {
            return List.of(new Piece(prompt, false), new Piece(continuation, true));
        }
    }
}
