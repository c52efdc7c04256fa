// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Ids and texts are those of transformers, for every kind of tokenizer and 200 strings. */
class TokenizerGoldenTest {
    static final List<String> FAMILIES = Goldens.FAMILIES;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void encode_givesTheReferencesIds(String family) {
        JsonNode golden = Goldens.golden(family);
        List<String> texts = Goldens.texts();
        try (Tokenizer tokenizer = Goldens.tokenizer(family)) {
            for (int i = 0; i < texts.size(); i++) {
                int[] expected = Goldens.ids(golden.get("ids").get(i));
                int[] bare = golden.get("bare").get(i).isNull()
                        ? expected
                        : Goldens.ids(golden.get("bare").get(i));
                assertArrayEquals(expected, tokenizer.encode(texts.get(i), true), texts.get(i));
                assertArrayEquals(bare, tokenizer.encode(texts.get(i), false), texts.get(i));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void decode_givesTheReferencesText(String family) {
        JsonNode golden = Goldens.golden(family);
        List<String> texts = Goldens.texts();
        try (Tokenizer tokenizer = Goldens.tokenizer(family)) {
            for (int i = 0; i < texts.size(); i++) {
                int[] ids = Goldens.ids(golden.get("ids").get(i));
                String decoded = orElse(golden.get("decoded").get(i), texts.get(i));
                String skipped = orElse(golden.get("skipped").get(i), decoded);
                assertEquals(decoded, tokenizer.decode(ids, false));
                assertEquals(skipped, tokenizer.decode(ids, true));
            }
        }
    }

    private static String orElse(JsonNode text, String otherwise) {
        return text.isNull() ? otherwise : text.textValue();
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void decode_anyIds_givesTheReferencesText(String family) {
        JsonNode golden = Goldens.golden(family);
        try (Tokenizer tokenizer = Goldens.tokenizer(family)) {
            for (int i = 0; i < golden.get("noise").size(); i++) {
                int[] ids = Goldens.ids(golden.get("noise").get(i));
                assertEquals(golden.get("noise_decoded").get(i).textValue(), tokenizer.decode(ids, false));
                assertEquals(golden.get("noise_skipped").get(i).textValue(), tokenizer.decode(ids, true));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void vocabulary_isTheReferences(String family) {
        try (Tokenizer tokenizer = Goldens.tokenizer(family)) {
            assertEquals(Goldens.golden(family).get("size").intValue(), tokenizer.vocabularySize());
            for (int id = 0; id < tokenizer.vocabularySize(); id++)
                assertEquals(id, tokenizer.id(tokenizer.token(id)).orElseThrow());
        }
    }
}
