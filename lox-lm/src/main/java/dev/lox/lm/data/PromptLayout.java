// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns that may hold a prompt. A row's prompt is in the first of these that it has; case does not matter. */
enum PromptLayout {
    PROMPT,
    INSTRUCTION,
    GOAL,
    FORBIDDEN_PROMPT,
    QUESTION,
    BEHAVIOR {
        /** Puts the context before the behaviour, as HarmBench does. */
        @Override
        Request request(Row row, JsonNode value) {
            String context = text(row, "contextstring");
            String behavior = text(row, value);
            return Beside.of(row).request(context.isEmpty() ? behavior : context + "\n\n---\n\n" + behavior);
        }
    },
    MESSAGES,
    CONVERSATIONS,
    CONVERSATION,
    /** MT-Bench: the user's turns. The first is the prompt. */
    TURNS {
        @Override
        Request request(Row row, JsonNode value) {
            return Beside.of(row).request(text(row, value.path(0)));
        }
    },
    TEXT;

    private static final String KNOWN =
            Arrays.stream(values()).map(PromptLayout::column).collect(Collectors.joining(", "));

    /** Text is an instruction, a list is a conversation. */
    Request request(Row row, JsonNode value) {
        JsonNode list = Turns.unquoted(value);
        Beside beside = Beside.of(row);
        return list.isArray()
                ? Turns.request(row, beside.conversation(row, Turns.all(row, list)))
                : beside.request(text(row, value));
    }

    static Request request(Row row) {
        for (PromptLayout layout : values()) {
            JsonNode value = column(row, layout.column());
            if (value.isMissingNode() || value.isNull()) continue;
            Request request = layout.request(row, value);
            if (request instanceof Instruction task && task.instruction().isBlank())
                throw new InvalidInputException(row.where() + ": " + layout.column() + " is empty");
            return request;
        }
        List<String> names = new ArrayList<>();
        row.fields().fieldNames().forEachRemaining(names::add);
        throw new InvalidInputException(row.where() + ": no column holds a prompt; expected one of " + KNOWN + ", got "
                + ForeignText.printable(String.join(", ", names)));
    }

    /** Whether a single cell is a column name rather than a prompt. */
    static boolean isColumn(String name) {
        return Arrays.stream(values())
                .anyMatch(l -> l.column().equals(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** The row's column with this name, which is given in lower case. */
    static JsonNode column(Row row, String name) {
        JsonNode exact = row.fields().path(name);
        if (!exact.isMissingNode()) return exact;
        for (Map.Entry<String, JsonNode> e : row.fields().properties())
            if (e.getKey().toLowerCase(Locale.ROOT).equals(name)) return e.getValue();
        return MissingNode.getInstance();
    }

    private String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String text(Row row, String name) {
        JsonNode value = column(row, name);
        return value.isMissingNode() || value.isNull() ? "" : text(row, value);
    }

    private static String text(Row row, JsonNode value) {
        if (value.isTextual()) return value.textValue();
        throw new InvalidInputException(
                row.where() + ": expected a string, got " + ForeignText.printable(value.toString()));
    }
}
