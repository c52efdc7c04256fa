// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses a {@code tokenizer.json} with which the native library would end the process.
 *
 * @param encoding how much text it may encode
 * @param decoding the most characters that the tokens to decode may have together
 */
record TokenizerCheck(TextLimits encoding, long decoding) {
    // A field that comes twice is an error in some of the native library's readers, and replaces the first in others.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    // Ten times the most that a published tokenizer has; the native library compares each with all others.
    private static final int MAX_ADDED = 1 << 16;
    private static final int MAX_ADDED_LENGTH = 1 << 22;
    // The native library tries all parts of a word.
    private static final int MAX_WORD_LENGTH = 10_000;

    static TokenizerCheck of(String where, String json) throws IOException {
        Map<String, JsonNode> components = new HashMap<>();
        List<String> normalized = new ArrayList<>();
        try (JsonParser parser = StrictSyntax.parser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "normalizer", "pre_tokenizer", "post_processor", "decoder" -> {
                        if (components.put(field, MAPPER.readTree(parser)) != null)
                            throw new InvalidInputException(where + ": has two fields " + field);
                    }
                    case "model" -> {
                        if (value == JsonToken.START_OBJECT) checkModel(where, parser);
                    }
                    case "added_tokens" -> {
                        if (value == JsonToken.START_ARRAY) normalized.addAll(normalizedTokens(where, parser));
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        new ProcessorCheck().check(where + ": post_processor", get(components, "post_processor"));
        ComponentCheck encoder = new ComponentCheck();
        encoder.check(where + ": normalizer", ComponentTypes.NORMALIZERS, get(components, "normalizer"));
        encoder.check(where + ": pre_tokenizer", ComponentTypes.PRE_TOKENIZERS, get(components, "pre_tokenizer"));
        ComponentCheck decoder = new ComponentCheck();
        decoder.check(where + ": decoder", ComponentTypes.DECODERS, get(components, "decoder"));
        checkNormalized(where, get(components, "normalizer"), normalized);
        TextLimits decoding = decoder.limits();
        return new TokenizerCheck(encoder.limits(), Math.min(decoding.text(), decoding.stretch()));
    }

    private static JsonNode get(Map<String, JsonNode> components, String field) {
        return components.getOrDefault(field, MissingNode.getInstance());
    }

    private static void checkModel(String where, JsonParser parser) throws IOException {
        String prefix = "";
        boolean hasMerges = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            hasMerges |= field.equals("merges");
            if (field.equals("continuing_subword_prefix") && value == JsonToken.VALUE_STRING) prefix = parser.getText();
            if (field.equals("max_input_chars_per_word")
                    && value == JsonToken.VALUE_NUMBER_INT
                    && parser.getDoubleValue() > MAX_WORD_LENGTH)
                throw new InvalidInputException(where + ": max_input_chars_per_word is " + parser.getText()
                        + ", expected at most " + MAX_WORD_LENGTH);
            parser.skipChildren();
        }
        // The native library cuts this prefix off the second half of every merge, prefix or not. No decoder has one.
        if (hasMerges && !prefix.isEmpty())
            throw new InvalidInputException(
                    where + ": continuing_subword_prefix of a byte-pair encoding is not supported: "
                            + ForeignText.printable(prefix));
    }

    /** Returns the added tokens that are looked for in normalized text. */
    private static List<String> normalizedTokens(String where, JsonParser parser) throws IOException {
        List<String> normalized = new ArrayList<>();
        int count = 0;
        long length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode token = MAPPER.readTree(parser);
            String content = token.path("content").asText();
            count++;
            length += content.length();
            if (token.path("normalized").asBoolean() && !content.isEmpty()) normalized.add(content);
        }
        if (count > MAX_ADDED || length > MAX_ADDED_LENGTH)
            throw new InvalidInputException(where + ": has " + count + " added tokens of " + length
                    + " characters, expected at most " + MAX_ADDED + " of " + MAX_ADDED_LENGTH);
        return normalized;
    }

    /** The native library finds an empty token everywhere, within a character, too. */
    private static void checkNormalized(String where, JsonNode normalizer, List<String> tokens) {
        if (tokens.isEmpty() || !normalizer.isObject()) return;
        ObjectNode json = MAPPER.createObjectNode().put("version", "1.0");
        for (String none : new String[] {"truncation", "padding", "post_processor", "decoder"}) json.putNull(none);
        json.putArray("added_tokens");
        json.set("normalizer", normalizer);
        json.putObject("pre_tokenizer").put("type", "FixedLength").put("length", 1);
        ObjectNode model = json.putObject("model").put("type", "WordLevel").put("unk_token", "?");
        model.putObject("vocab").put("?", 0);
        try (NativeTokenizer characters = NativeTokenizer.open(json.toString())) {
            for (String token : tokens)
                if (characters.encode(token, false).length == 0)
                    throw new InvalidInputException(where + ": added_tokens: the normalizer leaves nothing of "
                            + ForeignText.printable("\"" + token + "\""));
        }
    }
}
