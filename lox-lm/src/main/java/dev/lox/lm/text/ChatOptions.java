// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a conversation is rendered with, besides its messages.
 *
 * @param tools JSON schemas of functions; none of them is not the same as a model without tools to some templates, and
 *     here always means the latter
 * @param addGenerationPrompt whether the text ends where the assistant is to go on
 * @param variables what some templates read besides, such as {@code enable_thinking}
 */
public record ChatOptions(List<ObjectNode> tools, boolean addGenerationPrompt, Map<String, JsonNode> variables) {
    // Read by the constants below as they are made.
    private static final Set<String> RESERVED = Set.of("messages", "tools", "add_generation_prompt");

    /** A conversation as it is. */
    public static final ChatOptions PLAIN = new ChatOptions(List.of(), false, Map.of());

    /** A conversation that the assistant is to go on with. */
    public static final ChatOptions PROMPT = new ChatOptions(List.of(), true, Map.of());

    public ChatOptions {
        for (String name : RESERVED)
            if (variables.containsKey(name))
                throw new IllegalArgumentException("variable " + name + " cannot be given twice");
        tools = List.copyOf(tools);
        variables = Map.copyOf(variables);
    }
}
