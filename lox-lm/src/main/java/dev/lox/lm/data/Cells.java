// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Typed access to a row's columns, whose names are not case-sensitive. */
record Cells(Row row) {
    String where() {
        return row.where();
    }

    boolean has(String column) {
        JsonNode value = get(column);
        return !value.isMissingNode() && !value.isNull();
    }

    JsonNode get(String column) {
        return PromptLayout.column(row, column);
    }

    String text(String column) {
        JsonNode value = get(column);
        if (!value.isTextual()) throw bad(column + ": expected a string, got " + printable(value));
        if (value.textValue().isBlank()) throw bad(column + " is empty");
        return value.textValue();
    }

    /** A list of turns, or a single turn. */
    List<Turn> turns(String column) {
        JsonNode value = Turns.unquoted(get(column));
        if (value.isObject()) value = RowJson.MAPPER.createArrayNode().add(value);
        if (!value.isArray() || value.isEmpty()) throw bad(column + ": expected turns, got " + printable(value));
        List<Turn> turns = Turns.all(row, value);
        for (int i = 0; i < turns.size(); i++)
            if (turns.get(i).role().equals(Turn.ASSISTANT)
                    && turns.get(i).content().isBlank())
                throw bad(column + ": turn " + i + ", the assistant's, is empty");
        return turns;
    }

    /**
     * The turns that a row marks as not to be learned: by a weight of 0, as OpenAI has it, or by other names for it.
     */
    Set<Integer> unlearned(String column) {
        Set<Integer> unlearned = new TreeSet<>();
        JsonNode turns = Turns.unquoted(get(column));
        for (int i = 0; i < turns.size(); i++)
            for (String mark : List.of("weight", "train", "training", "loss", "loss_mask", "loss_weight")) {
                JsonNode value = turns.get(i).path(mark);
                if (value.isMissingNode() || value.isNull()) continue;
                boolean whole =
                        value.isBoolean() || value.isNumber() && (value.asDouble() == 0 || value.asDouble() == 1);
                if (!whole)
                    throw bad(column + ": turn " + i + " has " + mark + " " + printable(value)
                            + ", expected 0 or 1, or true or false");
                if (!value.asBoolean()) unlearned.add(i);
            }
        return unlearned;
    }

    /** Whether a column holds turns, and not a text. */
    boolean hasTurns(String column) {
        return Turns.unquoted(get(column)).isContainerNode();
    }

    /** Turns become a conversation, text an instruction, each with what stands beside it. */
    Request request(String column) {
        if (!hasTurns(column)) return Beside.of(row).request(text(column));
        List<Turn> turns = Beside.of(row).conversation(row, turns(column));
        if (turns.get(turns.size() - 1).role().equals(Turn.ASSISTANT))
            throw bad(column + " ends with the assistant's turn, expected the user's");
        return new Conversation(turns);
    }

    InvalidInputException bad(String problem) {
        return new InvalidInputException(where() + ": " + problem);
    }

    /** The error for a row that matches no layout. */
    InvalidInputException unknown(String what, List<String> layouts) {
        List<String> names = new ArrayList<>();
        row.fields().fieldNames().forEachRemaining(names::add);
        return bad("does not have the columns of " + what + "; expected " + String.join(" or ", layouts) + ", got "
                + ForeignText.printable(String.join(", ", names)));
    }

    private static String printable(JsonNode value) {
        return ForeignText.printable(value.toString());
    }
}
