// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;
import java.util.Set;

/**
 * Encodes requests and conversations. Targets are encoded after the prompt's tokens as generation has them, so that the
 * boundary is between the same two tokens in both.
 */
sealed interface Writing permits PromptWriting, ChatWriting {
    /**
     * Encodes a prompt and its continuation.
     *
     * @throws InvalidInputException without a location, if the format does not support such rows
     */
    Exchange exchange(Request request, List<Turn> continuation);

    /** Encodes a conversation that ends with the assistant, whose turns are learned but for those named. */
    List<Piece> dialogue(List<Turn> turns, Set<Integer> unlearned);

    /** The tokens of a prompt and its continuation. */
    record Exchange(int[] prompt, int[] continuation) {
        List<Piece> pieces() {
            return List.of(new Piece(prompt, Piece.Use.CONTEXT), new Piece(continuation, Piece.Use.TARGET));
        }
    }
}
