// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Prefilled;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a row's conversation: a list of {role, content}, or of ShareGPT's {from, value}, as JSON or as JSON in a text. What
 * cannot be passed on to a model is refused, never left out.
 */
final class Turns {
    /** Parts of a turn beside its text. A model that does not see them sees another conversation. */
    private static final List<String> UNREAD =
            List.of("tool_calls", "function_call", "tool_call", "reasoning_content", "reasoning", "thinking", "images");

    private Turns() {}

    /** A conversation for a model to go on with. If it ends with the assistant's turn, the reply begins with that. */
    static Request request(Row row, List<Turn> turns) {
        if (turns.stream().noneMatch(t -> t.role().equals(Turn.USER)))
            throw bad(row, "the conversation has no user turn; it has turns of " + roles(turns));
        Turn last = turns.get(turns.size() - 1);
        if (!last.role().equals(Turn.ASSISTANT)) return new Conversation(turns);
        if (last.content().isBlank()) throw bad(row, "the conversation ends with an empty turn of the assistant");
        return new Prefilled(new Conversation(turns.subList(0, turns.size() - 1)), last.content());
    }

    static List<Turn> all(Row row, JsonNode list) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            boolean shareGpt = turn.has("from");
            JsonNode role = turn.path(shareGpt ? "from" : "role");
            if (!role.isTextual())
                throw bad(
                        row,
                        "turn " + turns.size()
                                + " of the conversation has no role; expected role and content, or from and value, got "
                                + ForeignText.printable(turn.toString()));
            for (String unread : UNREAD)
                if (holds(turn.path(unread)))
                    throw bad(
                            row,
                            "turn " + turns.size() + " has " + unread
                                    + ", which is not supported and would be lost; leave the row out");
            turns.add(new Turn(role(role.textValue()), content(row, turn.path(shareGpt ? "value" : "content"))));
        }
        return turns;
    }

    /** Whether there is anything in a value: not null, and not an empty text or list. */
    static boolean holds(JsonNode value) {
        return !(value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual()
                        && (value.textValue().isBlank() || value.textValue().equals("[]")));
    }

    /** A list of turns that is written as a text; anything else as it is. */
    static JsonNode unquoted(JsonNode value) {
        if (!value.isTextual() || !value.textValue().stripLeading().startsWith("[")) return value;
        try {
            JsonNode list = RowJson.MAPPER.readTree(value.textValue());
            boolean turns = list.isArray() && !list.isEmpty();
            for (JsonNode turn : list)
                turns &= turn.path("role").isTextual() || turn.path("from").isTextual();
            return turns ? list : value;
        } catch (JsonProcessingException e) {
            return value;
        }
    }

    static String roles(List<Turn> turns) {
        return ForeignText.printable(
                String.join(", ", turns.stream().map(Turn::role).distinct().toList()));
    }

    /** Names of roles differ by their origin; their case means nothing. */
    private static String role(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "human", "prompter" -> Turn.USER;
            case "gpt", "chatgpt", "bot", "model", "function_call" -> Turn.ASSISTANT;
            case "observation" -> "tool";
            default -> lower;
        };
    }

    /** A string, or a list of text parts. */
    private static String content(Row row, JsonNode content) {
        if (content.isTextual()) return content.textValue();
        if (content.isNull()) return "";
        StringBuilder text = new StringBuilder();
        boolean plain = content.isArray() && !content.isEmpty();
        for (JsonNode part : content) {
            plain &= part.isTextual() || part.path("text").isTextual();
            text.append(part.isTextual() ? part.textValue() : part.path("text").asText());
        }
        if (!plain) throw bad(row, "content of a turn is not text: " + ForeignText.printable(content.toString()));
        return text.toString();
    }

    private static InvalidInputException bad(Row row, String problem) {
        return new InvalidInputException(row.where() + ": " + problem);
    }
}
