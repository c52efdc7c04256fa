// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One turn of a conversation.
 *
 * @param fields {@code role}, {@code content} and others that a template may read, such as {@code tool_calls}
 */
public record Message(ObjectNode fields) {
    /**
     * Creates a message with a copy of the fields.
     *
     * @throws IllegalArgumentException if {@code role} is not a string
     */
    public Message {
        if (!fields.path("role").isTextual())
            throw new IllegalArgumentException("role of a message must be a string: " + fields.path("role"));
        fields = fields.deepCopy();
    }

    /** A message with text only. */
    public static Message of(String role, String content) {
        return new Message(
                JsonNodeFactory.instance.objectNode().put("role", role).put("content", content));
    }

    public String role() {
        return fields.path("role").textValue();
    }

    /** The content if it is text; it may be missing or a list of parts. */
    public Optional<String> text() {
        return Optional.of(fields.path("content")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** A copy of all fields. */
    @Override
    public ObjectNode fields() {
        return fields.deepCopy();
    }
}
