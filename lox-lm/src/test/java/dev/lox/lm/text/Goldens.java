// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Tiny tokenizers, and what transformers does with them; made by oracle/tokenizers_golden.py. */
final class Goldens {
    static final List<String> FAMILIES =
            List.of("qwen", "gpt2", "llama3", "llama2", "mistral", "gemma", "unigram", "wordpiece");
    private static final Path FOLDER = Path.of("src/test/resources/tokenizers");

    private Goldens() {}

    static Path folder(String family) {
        return FOLDER.resolve(family);
    }

    static Tokenizer tokenizer(String family) {
        try {
            return Tokenizer.open(folder(family));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts() {
        return StreamSupport.stream(read(FOLDER.resolve("strings.json")).spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    static JsonNode golden(String family) {
        return read(folder(family).resolve("golden.json"));
    }

    static int[] ids(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }

    private static JsonNode read(Path file) {
        try {
            return new JsonMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
