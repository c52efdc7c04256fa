// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;
import java.util.Set;

/** A training example. */
public sealed interface Example {
    /** File and row, the prefix of error messages. */
    String where();

    /** A request and the reply to learn. */
    record Answer(String where, Request request, String reply) implements Example {
        public Answer {
            if (reply.isBlank()) throw new IllegalArgumentException("the reply is empty");
        }
    }

    /**
     * A conversation that ends with the assistant, whose turns are learned.
     *
     * @param unlearned indices of turns that are context only; the last turn is none
     */
    record Dialogue(String where, List<Turn> turns, Set<Integer> unlearned) implements Example {
        /** All of the assistant's turns are learned. */
        public Dialogue(String where, List<Turn> turns) {
            this(where, turns, Set.of());
        }

        public Dialogue {
            turns = List.copyOf(turns);
            unlearned = Set.copyOf(unlearned);
            if (unlearned.contains(turns.size() - 1))
                throw new IllegalArgumentException("nothing is learned from the last turn");
            if (turns.isEmpty() || !turns.get(turns.size() - 1).role().equals(Turn.ASSISTANT))
                throw new IllegalArgumentException("the dialogue does not end with the assistant: " + turns);
        }
    }

    /** Plain text, all of it to learn. */
    record PlainText(String where, String text) implements Example {
        public PlainText {
            if (text.isBlank()) throw new IllegalArgumentException("the text is empty");
        }
    }
}
