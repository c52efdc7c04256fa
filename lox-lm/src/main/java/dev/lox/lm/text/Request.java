// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.util.List;

/** What is asked of a model, before it takes the form the model was trained on. */
public sealed interface Request {
    /**
     * One thing to do.
     *
     * @param input what it is to be done with; empty where there is nothing
     */
    record Instruction(String instruction, String input) implements Request {
        /** Both in one text. */
        public String text() {
            return input.isEmpty() ? instruction : instruction + "\n\n" + input;
        }
    }

    /** A conversation that waits for the assistant. */
    record Conversation(List<Turn> turns) implements Request {
        public Conversation {
            turns = List.copyOf(turns);
            if (turns.isEmpty()) throw new IllegalArgumentException("a conversation has at least one turn");
        }
    }
}
