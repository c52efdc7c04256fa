// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of a chat template besides the messages.
 *
 * @param tools JSON schemas of functions; if empty, templates see no tools at all rather than an empty list
 * @param addGenerationPrompt whether to open the assistant's next turn at the end
 * @param variables further variables that some templates read, such as {@code enable_thinking}
 */
public record ChatOptions(List<ObjectNode> tools, boolean addGenerationPrompt, Map<String, JsonNode> variables) {
    // Must precede the constants below, whose constructor reads it.
    private static final Set<String> RESERVED = Set.of("messages", "tools", "add_generation_prompt");

    /** The conversation alone. */
    public static final ChatOptions PLAIN = new ChatOptions(List.of(), false, Map.of());

    /** The conversation, followed by the opening of the assistant's next turn. */
    public static final ChatOptions PROMPT = new ChatOptions(List.of(), true, Map.of());

    public ChatOptions {
        for (String name : RESERVED)
            if (variables.containsKey(name))
                throw new IllegalArgumentException("variable " + name + " cannot be given twice");
        tools = List.copyOf(tools);
        variables = Map.copyOf(variables);
    }
}
