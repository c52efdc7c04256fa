// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import dev.lox.base.TextDigest;
import java.util.List;

/** A request to a model, before a prompt format turns it into text. */
public sealed interface Request {
    /** Adds everything a model may see. Requests that differ in any role, content or boundary give different digests. */
    void addTo(TextDigest digest);

    /** A text to recognise the request by; a conversation's is its last turn. It need not be unique. */
    String text();

    /** The request as a conversation, without a prefill. */
    List<Turn> turns();

    /** What the reply begins with; mostly nothing. */
    default String prefill() {
        return "";
    }

    /** SHA-256 of all turns: what tells requests apart whose {@link #text} is the same. */
    default String digest() {
        TextDigest digest = new TextDigest();
        for (Turn turn : turns()) digest.add(turn.role()).add(turn.content());
        if (!prefill().isEmpty()) digest.add("prefill").add(prefill());
        return digest.hex();
    }

    /**
     * A single task.
     *
     * @param input what to apply the task to; may be empty
     */
    record Instruction(String instruction, String input) implements Request {
        /** Instruction and input in one text. */
        @Override
        public String text() {
            return input.isEmpty() ? instruction : instruction + "\n\n" + input;
        }

        @Override
        public List<Turn> turns() {
            return List.of(new Turn(Turn.USER, text()));
        }

        @Override
        public void addTo(TextDigest digest) {
            digest.add("instruction").add(instruction).add(input);
        }
    }

    /** A conversation whose next turn is the assistant's. */
    record Conversation(List<Turn> turns) implements Request {
        public Conversation {
            turns = List.copyOf(turns);
            if (turns.isEmpty()) throw new IllegalArgumentException("a conversation has at least one turn");
        }

        @Override
        public String text() {
            return turns.get(turns.size() - 1).content();
        }

        @Override
        public void addTo(TextDigest digest) {
            digest.add("conversation").add(Integer.toString(turns.size()));
            for (Turn turn : turns) digest.add(turn.role()).add(turn.content());
        }
    }

    /**
     * A conversation whose next turn, the assistant's, begins with a given text.
     *
     * @param before the turns before it
     * @param prefill not blank
     */
    record Prefilled(Conversation before, String prefill) implements Request {
        public Prefilled {
            if (prefill.isBlank()) throw new IllegalArgumentException("a prefill is not blank");
        }

        @Override
        public List<Turn> turns() {
            return before.turns();
        }

        @Override
        public String text() {
            return before.text();
        }

        @Override
        public void addTo(TextDigest digest) {
            before.addTo(digest);
            digest.add("prefill").add(prefill);
        }
    }
}
