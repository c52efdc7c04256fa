// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The fields of a request's body. Null counts as absent. */
record BodyFields(ObjectNode json) {
    private static final int DEPTH = 64;

    /** Enough for the largest request of token ids. Values that are short as text take much more memory as a tree. */
    private static final long MOST_VALUES = 600_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxTokenCount(MOST_VALUES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Parses a body: one JSON object in UTF-8, without duplicate keys, and nothing after it. */
    static BodyFields parse(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (MAPPER.readTree(text) instanceof ObjectNode object) return new BodyFields(object);
            throw ApiError.body("the body must be a JSON object");
        } catch (CharacterCodingException e) {
            throw ApiError.body("the body is not valid UTF-8");
        } catch (StreamConstraintsException e) {
            throw ApiError.body("the body is deeper than " + DEPTH + " levels, holds more than " + MOST_VALUES
                    + " values, or one that is too long");
        } catch (JsonProcessingException e) {
            throw ApiError.body("the body is not valid JSON (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        }
    }

    Optional<JsonNode> get(String name) {
        return Optional.ofNullable(json.get(name)).filter(n -> !n.isNull());
    }

    boolean flag(String name) {
        JsonNode node = get(name).orElse(json.booleanNode(false));
        if (!node.isBoolean()) throw wrong(name, "true or false", node);
        return node.booleanValue();
    }

    OptionalInt integer(String name, int least, int most) {
        JsonNode node = get(name).orElse(null);
        if (node == null) return OptionalInt.empty();
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most)
            throw wrong(
                    name,
                    most == Integer.MAX_VALUE
                            ? "a whole number of at least " + least
                            : "a whole number from " + least + " to " + most,
                    node);
        return OptionalInt.of(node.intValue());
    }

    OptionalLong seed() {
        JsonNode node = get("seed").orElse(null);
        if (node == null) return OptionalLong.empty();
        if (!node.isIntegralNumber() || !node.canConvertToLong()) throw wrong("seed", "a whole number", node);
        return OptionalLong.of(node.longValue());
    }

    double number(String name, double fallback) {
        JsonNode node = get(name).orElse(json.numberNode(fallback));
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) throw wrong(name, "a number", node);
        return node.doubleValue();
    }

    /** Text that can be encoded as UTF-8; an escape can denote a lone surrogate. */
    static String text(String name, JsonNode node) {
        if (!node.isTextual()) throw wrong(name, "a string", node);
        String text = node.textValue();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text))
            throw ApiError.parameter(name, name + " contains a lone surrogate");
        return text;
    }

    static ApiError wrong(String name, String expected, JsonNode got) {
        if (got.isMissingNode())
            return ApiError.parameter(name, name + ": expected " + expected + ", but it is missing");
        String text = got.isContainerNode() ? (got.isArray() ? "a list" : "an object") : got.toString();
        return ApiError.parameter(name, name + ": expected " + expected + ", got " + ForeignText.printable(text));
    }
}
