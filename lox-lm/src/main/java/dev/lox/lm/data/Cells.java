// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;

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
        JsonNode value = get(column);
        if (value.isObject()) value = RowJson.MAPPER.createArrayNode().add(value);
        if (!value.isArray() || value.isEmpty()) throw bad(column + ": expected turns, got " + printable(value));
        List<Turn> turns = Turns.all(row, value);
        for (int i = 0; i < turns.size(); i++)
            if (turns.get(i).role().equals(Turn.ASSISTANT)
                    && turns.get(i).content().isBlank())
                throw bad(column + ": turn " + i + ", the assistant's, is empty");
        return turns;
    }

    /** Turns become a conversation, text an instruction. The column {@code instruction} comes with its input. */
    Request request(String column) {
        if (!get(column).isContainerNode())
            return new Instruction(text(column), column.equals("instruction") ? input() : "");
        List<Turn> turns = turns(column);
        if (turns.get(turns.size() - 1).role().equals(Turn.ASSISTANT))
            throw bad(column + " ends with the assistant's turn, expected the user's");
        return new Conversation(turns);
    }

    /** Alpaca's name for it, else Dolly's. */
    private String input() {
        String input = textOrEmpty("input");
        return input.isEmpty() ? textOrEmpty("context") : input;
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

    private String textOrEmpty(String column) {
        if (!has(column)) return "";
        JsonNode value = get(column);
        if (!value.isTextual()) throw bad(column + ": expected a string, got " + printable(value));
        return value.textValue();
    }

    private static String printable(JsonNode value) {
        return ForeignText.printable(value.toString());
    }
}
