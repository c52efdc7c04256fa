// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndOfTextTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"qwen, <|im_end|>", "gpt2, <|endoftext|>", "llama2, </s>", "gemma, <eos>"})
    void endOfText_isTheTokenizersOwn(String family, String token) throws IOException {
        try (Tokenizer tokenizer = Models.tokenizer(family)) {
            assertEquals(token, tokenizer.token(EndOfText.of(Models.folder(family), tokenizer)));
        }
    }

    @Test
    void endOfText_thatTheTokenizerDoesNotName_isTheModels() throws IOException {
        try (Tokenizer tokenizer = Models.tokenizer("qwen")) {
            assertEquals(
                    folder + ": names no token that ends a text; expected eos_token in tokenizer_config.json or"
                            + " eos_token_id in config.json",
                    assertThrows(InvalidInputException.class, () -> EndOfText.of(folder, tokenizer))
                            .getMessage());
            Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": [7, 9]}");
            assertEquals(7, EndOfText.of(folder, tokenizer));
            Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<none>\"}");
            assertEquals(
                    folder.resolve("tokenizer_config.json") + ": eos_token is no token of tokenizer.json: <none>",
                    assertThrows(InvalidInputException.class, () -> EndOfText.of(folder, tokenizer))
                            .getMessage());
        }
    }
}
