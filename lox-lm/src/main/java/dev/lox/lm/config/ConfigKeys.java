// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of one JSON object. Wrong values are reported, and so is every key that was never read. */
final class ConfigKeys {
    private final String where;
    private final ObjectNode node;
    private final Problems problems;
    private final Set<String> read = new HashSet<>();

    ConfigKeys(String where, ObjectNode node, Problems problems) {
        this.where = where;
        this.node = node;
        this.problems = problems;
    }

    void complain(String text) {
        problems.add(where + ": " + text);
    }

    /** Whether nothing has been found wrong so far. */
    boolean sound() {
        return problems.isEmpty();
    }

    /** Whether the key has a value other than null. */
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** Whether the key is present, even if null. */
    boolean mentions(String key) {
        return node.has(key);
    }

    @Nullable
    JsonNode take(String key) {
        read.add(key);
        return has(key) ? node.get(key) : null;
    }

    private <T> @Nullable T typed(String key, Predicate<JsonNode> is, Function<JsonNode, T> as, String what) {
        JsonNode value = take(key);
        if (value == null) return null;
        if (is.test(value)) return as.apply(value);
        complain(key + " must be " + what + ", got " + abbreviated(value));
        return null;
    }

    static String abbreviated(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private void requireKey(String key) {
        if (!has(key)) complain(key + " is missing");
    }

    /** A positive number that must be present; 1 where it is missing, which is reported. */
    int size(String key) {
        requireKey(key);
        return size(key, 1);
    }

    int size(String key, int fallback) {
        Integer value = typed(
                key,
                n -> n.canConvertToInt() && n.isIntegralNumber() && n.asInt() > 0,
                JsonNode::asInt,
                "a positive whole number");
        return value == null ? fallback : value;
    }

    /** The id of a token; none for any other value, as in old files. */
    OptionalInt token(String key) {
        JsonNode value = take(key);
        return value != null && value.canConvertToInt() && value.isIntegralNumber()
                ? OptionalInt.of(value.asInt())
                : OptionalInt.empty();
    }

    /** A number that must be present. */
    double number(String key) {
        requireKey(key);
        return number(key, 1);
    }

    double number(String key, double fallback) {
        Double value =
                typed(key, n -> n.isNumber() && Float.isFinite((float) n.asDouble()), JsonNode::asDouble, "a number");
        return value == null ? fallback : value;
    }

    /** A positive number that must be present. */
    double positive(String key) {
        double value = number(key);
        if (value <= 0) complain(key + " must be positive, got " + value);
        return value;
    }

    boolean flag(String key, boolean fallback) {
        Boolean value = typed(key, JsonNode::isBoolean, JsonNode::asBoolean, "true or false");
        return value == null ? fallback : value;
    }

    String text(String key, String fallback) {
        String value = typed(key, JsonNode::isTextual, JsonNode::asText, "a string");
        return value == null ? fallback : value;
    }

    @Nullable
    ObjectNode object(String key) {
        return typed(key, JsonNode::isObject, n -> (ObjectNode) n, "an object");
    }

    /** A list of positive numbers that must be present. */
    float[] numbers(String key, int length) {
        JsonNode value = take(key);
        float[] numbers = new float[length];
        if (value == null || !value.isArray() || value.size() != length) {
            complain(key + " must be a list of " + length + " numbers" + (value == null ? ", is missing" : ""));
            return numbers;
        }
        for (int i = 0; i < length; i++) {
            if (!value.get(i).isNumber() || !(value.get(i).asDouble() > 0))
                complain(key + "[" + i + "] must be a positive number");
            numbers[i] = (float) value.get(i).asDouble();
        }
        return numbers;
    }

    void ignore(Set<String> keys) {
        read.addAll(keys);
    }

    /** Reports every key that was never read, unless it is off: null, false or empty. */
    void finish() {
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            JsonNode v = e.getValue();
            boolean off = v.isNull() || v.isBoolean() && !v.asBoolean() || v.isContainerNode() && v.isEmpty();
            if (off || read.contains(e.getKey()) || e.getKey().startsWith("_")) continue;
            complain("option " + e.getKey() + " is not known for this architecture, got " + abbreviated(v));
        }
    }
}
