// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    static final List<String> FAMILIES = Goldens.FAMILIES;

    @TempDir
    Path folder;

    @Test
    void encode_whereTheFileAsksForTruncationAndPadding_doesNeither() throws IOException {
        String json = Files.readString(Goldens.folder("gpt2").resolve("tokenizer.json"));
        assertTrue(json.contains("\"max_length\":8") && json.contains("\"Fixed\":16"));
        try (Tokenizer tokenizer = Goldens.tokenizer("gpt2")) {
            assertEquals(1, tokenizer.encode("a", true).length);
            assertEquals(2000, tokenizer.encode("9".repeat(2000), true).length);
            assertEquals(20, tokenizer.encode("9".repeat(20), true).length);
        }
    }

    @Test
    void encode_halfOfASurrogatePair_isTheReplacementCharacter() {
        try (Tokenizer tokenizer = Goldens.tokenizer("qwen")) {
            assertArrayEquals(tokenizer.encode("a\ufffdb\ufffd", true), tokenizer.encode("a\ud800b\udc00", true));
        }
    }

    @Test
    void tokens_areFoundByNameAndId() {
        try (Tokenizer tokenizer = Goldens.tokenizer("qwen")) {
            int end = tokenizer.id("<|im_end|>").orElseThrow();
            assertEquals("<|im_end|>", tokenizer.token(end));
            assertTrue(tokenizer.isSpecial(end));
            assertFalse(tokenizer.isSpecial(tokenizer.id("<tool_call>").orElseThrow()));
            assertTrue(tokenizer.id("no such token").isEmpty());
            assertThrows(IllegalArgumentException.class, () -> tokenizer.token(tokenizer.vocabularySize()));
            assertThrows(IllegalArgumentException.class, () -> tokenizer.token(-1));
        }
    }

    @Test
    void addedTokens_areNumberedAsTheLibraryNumbersThem() throws IOException {
        String json = Files.readString(Goldens.folder("qwen").resolve("tokenizer.json"));
        // The id a file gives an added token is not the one it gets, where ids before it are missing.
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.replace("\"id\":564,", "\"id\":570,"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            for (String token : List.of("<|endoftext|>", "<|im_end|>", "<tool_call>", "</tool_call>"))
                assertArrayEquals(new int[] {tokenizer.id(token).orElseThrow()}, tokenizer.encode(token, false), token);
        }
    }

    @Test
    void closed_isNotUsedAgain() {
        Tokenizer tokenizer = Goldens.tokenizer("qwen");
        tokenizer.close();
        tokenizer.close();
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("a", true));
        assertThrows(IllegalStateException.class, () -> tokenizer.decode(new int[] {1}, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"version\":\"1.0\"}",
                "\ufeff{}",
                "{\"version\":\"1.0\",\"model\":7}"
            })
    void malformed_isRefusedInOneLine(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        refused("tokenizer.json: is not a tokenizer (");
    }

    @Test
    void brokenUtf8_isRefused() throws IOException {
        byte[] json = Files.readAllBytes(Goldens.folder("qwen").resolve("tokenizer.json"));
        json[json.length / 2] = (byte) 0xff;
        Files.write(folder.resolve("tokenizer.json"), json);
        refused("tokenizer.json: is not valid UTF-8");
    }

    @Test
    void whatWouldEndTheProcess_isRefused() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        String json = Files.readString(Goldens.folder("llama3").resolve("tokenizer.json"));
        Files.writeString(file, json.replace("\"special_tokens\":{\"<|begin", "\"special_tokens\":{\"<|began"));
        refused("which special_tokens lacks");
        Files.writeString(
                file, json.replace("\"continuing_subword_prefix\":null", "\"continuing_subword_prefix\":\"##\""));
        refused("is not supported: ##");
        for (String decoder :
                List.of("{\"type\":\"Strip\",\"content\":\"\\ud800\"}", "1e999", "[".repeat(120), "{\"a\"}")) {
            Files.writeString(
                    file,
                    json.replaceFirst("\"decoder\":\\{", "\"decoder\":" + Matcher.quoteReplacement(decoder) + ",{"));
            refused("is not a tokenizer (");
        }
    }

    @Test
    void brokenConfig_isRefused() throws IOException {
        Files.copy(Goldens.folder("qwen").resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"clean_up");
        refused("tokenizer_config.json: is not valid JSON (");
    }

    @Test
    void missing_isRefused_withTheRemedyForLegacyFiles() throws IOException {
        refused("has no tokenizer.json");
        Files.write(folder.resolve("tokenizer.model"), new byte[] {10});
        refused("save_pretrained");
    }

    /** Damage may go unnoticed, but must not end the process or escape as anything else. */
    @ParameterizedTest
    @FieldSource("FAMILIES")
    void damaged_worksOrIsRefused(String family) throws IOException {
        byte[] json = Files.readAllBytes(Goldens.folder(family).resolve("tokenizer.json"));
        Random random = new Random(42);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = Arrays.copyOf(json, random.nextInt(8) == 0 ? random.nextInt(json.length) : json.length);
            for (int n = random.nextInt(4); n >= 0 && damaged.length > 0; n--)
                damaged[random.nextInt(damaged.length)] = (byte) "{}[]\",:0189abe".charAt(random.nextInt(14));
            Files.write(folder.resolve("tokenizer.json"), damaged);
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                int[] ids = tokenizer.encode("a b <s> <|im_start|> lighthouse 1234 \u706f", true);
                tokenizer.decode(ids, true);
            } catch (InvalidInputException e) {
                assertEquals(1, e.problems().size());
                assertTrue(e.getMessage().contains("tokenizer.json: "), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        }
    }

    private void refused(String reason) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Tokenizer.open(folder));
        assertEquals(1, e.problems().size());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
