// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterMapTest {
    private static final Path MAP = Path.of("src/test/resources/tokenizers/charsmap.txt");

    @Test
    void oneKey_growsByItsReplacement() {
        assertEquals(3, CharacterMap.growth(map("abc\0", 0)));
        assertEquals(1, CharacterMap.growth(map("abc\0", 2)));
        assertEquals(1, CharacterMap.growth(map("abc\0", 4)));
        assertEquals(1000, CharacterMap.growth(map("x".repeat(1000), 0)));
    }

    /** Made by SentencePiece: A to a, ... for an ellipsis, nothing for U+007F, fi for its ligature, A with a grave. */
    @Test
    void ofSentencePiece_isTaken() throws IOException {
        String base64 = Files.readString(MAP);
        assertEquals(1, CharacterMap.growth(base64));
        ObjectNode json = (ObjectNode) new JsonMapper()
                .readTree(Goldens.folder("unigram").resolve("tokenizer.json").toFile());
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", base64);
        NativeTokenizer.load();
        try (NativeTokenizer tokenizer = NativeTokenizer.open(json.toString())) {
            for (String[] pair :
                    new String[][] {{"BAR", "BaR"}, {"\u2026", "..."}, {"a\u007fb", "ab"}, {"\ufb01", "fi"}})
                assertArrayEquals(tokenizer.encode(pair[1], true), tokenizer.encode(pair[0], true), pair[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQ==", "/////2FiYw==", "BAAAAP///39hYmM=", "not base64"})
    void malformed_isRefused(String base64) {
        assertThrows(IllegalArgumentException.class, () -> CharacterMap.growth(base64));
    }

    @Test
    void valueOutsideTheText_orInsideACharacter_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> CharacterMap.growth(map("abc", 4)));
        assertThrows(IllegalArgumentException.class, () -> CharacterMap.growth(map("\u2026", 1)));
        assertEquals(3, CharacterMap.growth(map("\u2026", 0)));
    }

    @Test
    void textThatIsNotUtf8_isRefused() {
        byte[] bytes = Base64.getDecoder().decode(map("abc", 0));
        bytes[bytes.length - 1] = (byte) 0xff;
        String base64 = Base64.getEncoder().encodeToString(bytes);
        assertThrows(IllegalArgumentException.class, () -> CharacterMap.growth(base64));
    }

    @Test
    void withoutItsPadding_isRefused() {
        String base64 = map("ab", 0);
        assertTrue(base64.endsWith("="));
        assertThrows(
                IllegalArgumentException.class, () -> CharacterMap.growth(base64.substring(0, base64.indexOf('='))));
    }

    @Test
    void damaged_isTakenOrRefused() throws IOException {
        byte[] good = Base64.getDecoder().decode(Files.readString(MAP));
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(20); n >= 0; n--) bytes[random.nextInt(bytes.length)] ^= 1 << random.nextInt(8);
            try {
                assertTrue(CharacterMap.growth(Base64.getEncoder().encodeToString(bytes)) >= 1);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertTrue(refused > 100 && refused < 2000, "refused " + refused);
    }

    /** Maps the key "a" to the place in the text. */
    private static String map(String text, int place) {
        byte[] replacements = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(4 + 4 * 512 + replacements.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(4 * 512);
        // The root's children are in the first block, a's in the second, whose first unit holds the value.
        buffer.putInt(4, 0);
        buffer.putInt(4 + 4 * 'a', ((256 ^ 'a') << 10) | 0x100 | 'a');
        buffer.putInt(4 + 4 * 256, 0x80000000 | place);
        buffer.position(4 + 4 * 512);
        buffer.put(replacements);
        return Base64.getEncoder().encodeToString(buffer.array());
    }
}
