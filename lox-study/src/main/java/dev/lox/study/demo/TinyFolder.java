// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a tiny model's folder in Hugging Face layout. The models differ in their weights only. */
final class TinyFolder {
    private TinyFolder() {}

    static Path write(Path folder, byte[] weights) throws IOException {
        Files.createDirectories(folder);
        put(folder, "config.json", TinyLlama.config());
        put(folder, "generation_config.json", TinyLlama.generationConfig());
        put(folder, "tokenizer.json", TinyTokenizer.tokenizer());
        put(folder, "tokenizer_config.json", TinyTokenizer.config());
        Files.write(folder.resolve("model.safetensors"), weights);
        return folder;
    }

    // Line endings of the JSON library depend on the system.
    private static void put(Path folder, String file, ObjectNode json) throws IOException {
        Files.writeString(folder.resolve(file), json.toPrettyString().replace(System.lineSeparator(), "\n") + "\n");
    }
}
