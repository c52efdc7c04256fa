// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.nio.charset.StandardCharsets;

/**
 * Walks a tokenizer's components in the order in which text goes through them, and keeps account of how much the text
 * can grow and how far regular expressions can step back.
 */
final class ComponentCheck {
    // Published chains grow a text up to 70 times, in the few characters that stand for whole words.
    private static final double MAX_GROWTH = 256;
    private static final int MAX_COMPONENTS = 256;
    private static final double MAX_TEXT = 1 << 22;
    private static final double MAX_GROWN_TEXT = 1 << 28;
    // Four fifths of the steps back after which the native library gives up a match.
    private static final double MAX_STEPS = 8_000_000;
    private static final double MAX_STEPS_PER_CHARACTER = 32;
    // What ByteLevel splits by has one alternative that steps back over white space.
    private static final double BYTE_LEVEL_STEPS = 1;

    private int components;
    private double growth = 1;
    private boolean movesSpaces;
    private double text = MAX_TEXT;
    private double stretch = MAX_TEXT;

    TextLimits limits() {
        return new TextLimits((long) Math.min(text, MAX_GROWN_TEXT / growth), (long) stretch);
    }

    /** Takes the next component, or a sequence of them, or null. */
    void check(String where, ComponentTypes types, JsonNode component) {
        if (component.isNull() || component.isMissingNode()) return;
        String type = types.of(where, component);
        if (++components > MAX_COMPONENTS)
            throw new InvalidInputException(where + ": is one of more than " + MAX_COMPONENTS + " components");
        int i = 0;
        for (JsonNode nested : types.nested(component)) check(where + "." + type + "[" + i++ + "]", types, nested);
        switch (type) {
            case "ByteLevel" -> {
                if (component.path("use_regex").asBoolean(true)) limit(BYTE_LEVEL_STEPS, true);
                grow(where, component.path("add_prefix_space").asBoolean() ? 4 : 2);
            }
            case "Split" -> pattern(where, component.path("pattern"));
            case "Replace" -> grow(where, growthOfReplace(where, component));
            case "Prepend" -> grow(where, 1 + bytes(component.path("prepend")));
            case "Metaspace" -> grow(where, 1 + bytes(component.path("replacement")));
            case "Precompiled" -> grow(where, growthOfMap(where, component.path("precompiled_charsmap")));
            case "BertNormalizer" -> growth *= 2;
            case "WordPiece" -> grow(where, 2);
            case "BPEDecoder" -> grow(where, bytes(component.path("suffix")) == 0 ? 2 : 1);
            case "CTC" -> grow(where, bytes(component.path("word_delimiter_token")) == 0 ? 2 : 1);
            case "FixedLength" -> {
                if (component.path("length").asLong(1) < 1)
                    throw new InvalidInputException(where + ": FixedLength has the length 0, expected at least 1");
            }
            case "Strip" -> {
                // The native library counts past the start of a token that holds nothing else.
                if (component.path("stop").asLong(0) != 0)
                    throw new InvalidInputException(where + ": Strip with a stop is not supported, expected stop 0");
            }
            default -> {}
        }
    }

    private double growthOfReplace(String where, JsonNode component) {
        int shortest = pattern(where, component.path("pattern"));
        int content = bytes(component.path("content"));
        return shortest == 0 ? 1 + content : Math.max(1, (double) content / shortest);
    }

    private static double growthOfMap(String where, JsonNode map) {
        try {
            return CharacterMap.growth(map.asText());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": precompiled_charsmap is not a valid map of characters");
        }
    }

    /** Returns the fewest bytes that match. */
    private int pattern(String where, JsonNode pattern) {
        if (pattern.path("String").isTextual() && pattern.size() == 1) return bytes(pattern.path("String"));
        if (!pattern.path("Regex").isTextual() || pattern.size() != 1)
            throw new InvalidInputException(where + ": pattern is neither a String nor a Regex");
        String regex = pattern.path("Regex").textValue();
        try {
            PatternCost cost = PatternReader.cost(regex);
            if (cost.perCharacter() > MAX_STEPS_PER_CHARACTER)
                throw new IllegalArgumentException("can step back without a bound on some texts");
            limit(cost.perCharacter(), KnownPatterns.ALL.contains(regex));
            return cost.shortest();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    where + ": the pattern " + ForeignText.printable(regex) + " " + e.getMessage());
        }
    }

    private void limit(double stepsPerCharacter, boolean endsAtWords) {
        double most = MAX_STEPS / stepsPerCharacter / growth;
        if (endsAtWords && !movesSpaces) stretch = Math.min(stretch, most);
        else text = Math.min(text, most);
    }

    /** Whatever grows a text may also put something else in place of its spaces. */
    private void grow(String where, double factor) {
        movesSpaces = true;
        growth *= factor;
        if (growth > MAX_GROWTH)
            throw new InvalidInputException(
                    where + ": can make a text more than " + (int) MAX_GROWTH + " times as long");
    }

    private static int bytes(JsonNode text) {
        return text.asText().getBytes(StandardCharsets.UTF_8).length;
    }
}
