// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;

/** Reads a row's conversation: a list of {role, content}, or of ShareGPT's {from, value}. */
final class Turns {
    private Turns() {}

    /** The conversation up to the user's last turn. */
    static List<Turn> asked(Row row, JsonNode list) {
        List<Turn> turns = all(row, list);
        int end = turns.size();
        while (end > 0 && !turns.get(end - 1).role().equals(Turn.USER)) end--;
        if (end == 0) throw new InvalidInputException(row.where() + ": the conversation has no user turn");
        return turns.subList(0, end);
    }

    static List<Turn> all(Row row, JsonNode list) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            boolean shareGpt = turn.has("from");
            JsonNode role = turn.path(shareGpt ? "from" : "role");
            if (!role.isTextual())
                throw new InvalidInputException(row.where() + ": turn " + turns.size()
                        + " of the conversation has no role; expected role and content, or from and value, got "
                        + ForeignText.printable(turn.toString()));
            turns.add(new Turn(role(role.textValue()), content(row, turn.path(shareGpt ? "value" : "content"))));
        }
        return turns;
    }

    private static String role(String name) {
        return switch (name) {
            case "human" -> Turn.USER;
            case "gpt", "chatgpt", "bot" -> Turn.ASSISTANT;
            default -> name;
        };
    }

    /** A string, a list of text parts, or null if the assistant only calls a tool. */
    private static String content(Row row, JsonNode content) {
        if (content.isTextual()) return content.textValue();
        if (content.isNull()) return "";
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) text.append(part.path("text").asText());
        if (text.isEmpty() || !content.isArray())
            throw new InvalidInputException(
                    row.where() + ": content of a turn is not text: " + ForeignText.printable(content.toString()));
        return text.toString();
    }
}
