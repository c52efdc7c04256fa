// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.List;

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

    /** A conversation that ends with the assistant; all of the assistant's turns are learned. */
    record Dialogue(String where, List<Turn> turns) implements Example {
        public Dialogue {
            turns = List.copyOf(turns);
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
