// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;

/** A row's columns, upper or lower case, as what a layout expects of them. */
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
        if (!value.isTextual()) throw bad(column + ": expected a text, got " + printable(value));
        if (value.textValue().isBlank()) throw bad(column + " is empty");
        return value.textValue();
    }

    /** A list of turns, or a turn alone. */
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

    /** Turns are a conversation, a text is an instruction; in the column of that name with its input. */
    Request request(String column) {
        if (!get(column).isContainerNode())
            return new Instruction(text(column), column.equals("instruction") ? input() : "");
        List<Turn> turns = turns(column);
        if (turns.get(turns.size() - 1).role().equals(Turn.ASSISTANT))
            throw bad(column + " ends with the assistant's turn, expected the user's");
        return new Conversation(turns);
    }

    /** As Alpaca calls it, else as Dolly does. */
    private String input() {
        String input = textOrEmpty("input");
        return input.isEmpty() ? textOrEmpty("context") : input;
    }

    BadInputException bad(String complaint) {
        return new BadInputException(where() + ": " + complaint);
    }

    /** A row that has none of the layouts. */
    BadInputException unknown(String what, List<String> layouts) {
        List<String> names = new ArrayList<>();
        row.fields().fieldNames().forEachRemaining(names::add);
        return bad("has no columns of " + what + "; expected " + String.join(" or ", layouts) + ", got "
                + BadInputException.printable(String.join(", ", names)));
    }

    private String textOrEmpty(String column) {
        if (!has(column)) return "";
        JsonNode value = get(column);
        if (!value.isTextual()) throw bad(column + ": expected a text, got " + printable(value));
        return value.textValue();
    }

    private static String printable(JsonNode value) {
        return BadInputException.printable(value.toString());
    }
}
