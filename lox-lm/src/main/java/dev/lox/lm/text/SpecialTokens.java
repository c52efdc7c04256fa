// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The special tokens of a model folder, for use in templates; missing ones are undefined there. */
public final class SpecialTokens {
    private static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private SpecialTokens() {}

    /**
     * The end-of-text token of a model folder's tokenizer, if it names one.
     *
     * @throws InvalidInputException if a file names something that is not a token
     */
    public static Optional<String> endOfText(Path folder) throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        ObjectNode json = Files.exists(config) ? StrictJson.read(config) : JsonNodeFactory.instance.objectNode();
        return Optional.ofNullable(read(folder, config, json).get("eos_token"));
    }

    static Map<String, String> read(Path folder, Path config, ObjectNode tokenizerConfig) throws IOException {
        Map<String, String> tokens = new LinkedHashMap<>();
        addFrom(config, tokenizerConfig, tokens);
        Path map = folder.resolve("special_tokens_map.json");
        // Older folders only: if the configuration holds the added tokens, it alone counts.
        if (!tokenizerConfig.has("added_tokens_decoder") && Files.exists(map))
            addFrom(map, StrictJson.read(map), tokens);
        return tokens;
    }

    private static void addFrom(Path file, ObjectNode json, Map<String, String> tokens) {
        for (String name : NAMES) {
            JsonNode token = json.path(name);
            if (token.isMissingNode()) continue;
            JsonNode content = token.isObject() ? token.path("content") : token;
            if (token.isNull()) tokens.remove(name);
            else if (content.isTextual()) tokens.put(name, content.textValue());
            else throw new InvalidInputException(file + ": " + name + ", expected a string or an object with content");
        }
    }
}
