// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * What a row holds beside its request, and belongs to it.
 *
 * @param system the system turn's text; may be empty
 * @param history earlier turns
 * @param input what an instruction is applied to; may be empty
 */
record Beside(String system, List<Turn> history, String input) {
    /** Columns that would change what a model sees, but that no prompt format here can pass on. */
    private static final List<String> UNREAD =
            List.of("tools", "functions", "images", "image", "videos", "video", "audios", "audio", "documents");

    /**
     * Reads the columns {@code system}, {@code history}, {@code input} and {@code context}.
     *
     * @throws InvalidInputException if they are not what their names say, or if the row holds what cannot be passed on
     */
    static Beside of(Row row) {
        for (String column : UNREAD)
            if (Turns.holds(PromptLayout.column(row, column)))
                throw bad(row, column + " is not supported and would be lost; leave the row or the column out");
        String system = text(row, "system");
        String input = text(row, "input");
        return new Beside(
                system.isEmpty() ? text(row, "system_prompt") : system,
                history(row),
                input.isEmpty() ? text(row, "context") : input);
    }

    /** A text with all of it. */
    Request request(String text) {
        Request.Instruction alone = new Request.Instruction(text, input);
        if (system.isBlank() && history.isEmpty()) return alone;
        List<Turn> turns = new ArrayList<>();
        if (!system.isBlank()) turns.add(new Turn(Turn.SYSTEM, system));
        turns.addAll(history);
        turns.add(new Turn(Turn.USER, alone.text()));
        return new Request.Conversation(turns);
    }

    /** A conversation with its system turn. */
    List<Turn> conversation(Row row, List<Turn> turns) {
        if (!history.isEmpty()) throw bad(row, "has a conversation and history; expected one of them");
        if (system.isBlank()) return turns;
        if (turns.get(0).role().equals(Turn.SYSTEM)) {
            if (turns.get(0).content().strip().equals(system.strip())) return turns;
            throw bad(row, "has a system text and a conversation with another; expected one of them");
        }
        List<Turn> all = new ArrayList<>(List.of(new Turn(Turn.SYSTEM, system)));
        all.addAll(turns);
        return all;
    }

    /** LLaMA-Factory's pairs of question and answer, or turns. */
    private static List<Turn> history(Row row) {
        JsonNode history = Turns.unquoted(PromptLayout.column(row, "history"));
        if (!Turns.holds(history)) return List.of();
        if (!history.isArray()) throw bad(row, "history: expected pairs or turns, got " + printable(history));
        if (history.get(0).isObject()) return Turns.all(row, history);
        List<Turn> turns = new ArrayList<>();
        for (JsonNode pair : history) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isTextual()
                    || !pair.get(1).isTextual())
                throw bad(row, "history: expected pairs of question and answer, got " + printable(pair));
            turns.add(new Turn(Turn.USER, pair.get(0).textValue()));
            turns.add(new Turn(Turn.ASSISTANT, pair.get(1).textValue()));
        }
        return turns;
    }

    private static String text(Row row, String column) {
        JsonNode value = PromptLayout.column(row, column);
        if (!Turns.holds(value)) return "";
        if (!value.isTextual()) throw bad(row, column + ": expected a string, got " + printable(value));
        return value.textValue();
    }

    private static String printable(JsonNode value) {
        return ForeignText.printable(value.toString());
    }

    private static InvalidInputException bad(Row row, String problem) {
        return new InvalidInputException(row.where() + ": " + problem);
    }
}
