// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;

/**
 * A prompt and two ways to go on, one of them preferred.
 *
 * @param where file and row, as complaints begin
 * @param chosen begins and ends with a turn of the assistant, mostly the same one
 * @param rejected likewise
 */
public record Preference(String where, Request prompt, List<Turn> chosen, List<Turn> rejected) {
    public Preference {
        chosen = List.copyOf(chosen);
        rejected = List.copyOf(rejected);
        for (List<Turn> side : List.of(chosen, rejected))
            if (side.isEmpty() || !isAssistant(side.get(0)) || !isAssistant(side.get(side.size() - 1)))
                throw new IllegalArgumentException("not the assistant's to go on with: " + side);
    }

    private static boolean isAssistant(Turn turn) {
        return turn.role().equals(Turn.ASSISTANT);
    }
}
