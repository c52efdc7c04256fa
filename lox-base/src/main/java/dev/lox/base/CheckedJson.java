// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * JSON objects that carry a checksum of their other fields, so that damage is noticed when they are read. The checksum is
 * of the content: white space may change.
 */
public final class CheckedJson {
    /** The name of the field that holds the checksum. */
    public static final String FIELD = "lox_checksum";

    /** Decimal numbers keep the digits of the text; Java's versions differ in how they print a double. */
    private static final JsonMapper EXACT = StrictJson.mapper()
            .rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CheckedJson() {}

    /** A copy with the checksum as its last field. */
    public static ObjectNode seal(ObjectNode object) {
        ObjectNode sealed = object.deepCopy();
        sealed.remove(FIELD);
        return sealed.put(FIELD, sum(sealed.toString()));
    }

    /** An object that was sealed; empty if the text is anything else or is damaged. */
    public static Optional<ObjectNode> parse(String text) {
        try {
            if (!(StrictJson.mapper().readTree(text) instanceof ObjectNode object)) return Optional.empty();
            boolean intact = isSealed(object) && object.remove(FIELD).asText().equals(sum(text));
            return intact ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The object in a file that was sealed; empty if the file holds anything else or is damaged. */
    public static Optional<ObjectNode> read(Path file) throws IOException {
        // Malformed bytes are replaced, and fail the check.
        return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /** Whether the object has a checksum. */
    private static boolean isSealed(ObjectNode object) {
        return object.path(FIELD).isTextual();
    }

    /** Whether an object that has a checksum is as it was sealed. */
    private static boolean isIntact(ObjectNode object) {
        return object.path(FIELD).asText().equals(sum(object.toString()));
    }

    /**
     * Refuses an object that is not as it was sealed; one without a checksum passes.
     *
     * @param where begins the message
     */
    public static void requireIntact(String where, ObjectNode object) {
        if (isSealed(object) && !isIntact(object))
            throw new InvalidInputException(
                    where + ": was changed or damaged after it was written; remove " + FIELD + " to use it as it is");
    }

    /** Half a SHA-256 suffices against damage and keeps lines short. */
    private static String sum(String json) {
        // As the text reads back from a file: an unpaired surrogate is replaced when it is written.
        String stored = new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        try {
            JsonNode exact = EXACT.readTree(stored);
            return new TextDigest()
                    .add(((ObjectNode) exact).without(FIELD).toString())
                    .hex()
                    .substring(0, 32);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
