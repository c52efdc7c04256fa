// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Strict JSON: one object, no duplicate keys, nothing after it. */
public final class StrictJson {
    /** Names, values and brackets: an index of 200,000 tensors has 400,000. Each takes some hundred bytes. */
    private static final int MAX_TOKENS = 2_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    // The index of a 405B model takes 0.1 MB; a file far larger than that is not what its name says.
    private static final long MAX_BYTES = 64L << 20;

    private StrictJson() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws InvalidInputException if the file holds anything else, has duplicate keys, or is larger than 64 MiB
     *     or 2,000,000 names and values
     */
    public static ObjectNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new InvalidInputException(file + ": is not a regular file");
        if (Files.size(file) > MAX_BYTES)
            throw new InvalidInputException(
                    file + ": has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /** The mapper used for strict reading; suitable for writing as well. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Parses one JSON object; error messages begin with {@code where}. */
    public static ObjectNode parse(String where, byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    where + ": is not valid JSON (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            throw new InvalidInputException(
                    where + ": is not valid JSON (" + ForeignText.printable(e.getMessage()) + ")");
        }
        if (!(node instanceof ObjectNode object)) throw new InvalidInputException(where + ": is not a JSON object");
        return object;
    }
}
