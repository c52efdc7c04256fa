// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;

/**
 * A prompt with a preferred and a rejected continuation.
 *
 * @param where file and row, the prefix of error messages
 * @param chosen begins and ends with an assistant turn, usually the same one
 * @param rejected likewise
 */
public record Preference(String where, Request prompt, List<Turn> chosen, List<Turn> rejected) {
    public Preference {
        chosen = List.copyOf(chosen);
        rejected = List.copyOf(rejected);
        for (List<Turn> side : List.of(chosen, rejected))
            if (side.isEmpty() || !isAssistant(side.get(0)) || !isAssistant(side.get(side.size() - 1)))
                throw new IllegalArgumentException("does not begin and end with an assistant turn: " + side);
    }

    private static boolean isAssistant(Turn turn) {
        return turn.role().equals(Turn.ASSISTANT);
    }
}
