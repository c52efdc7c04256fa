// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a checkpoint folder: one object each, no key twice, nothing after it. */
public final class StrictJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    // An index of a 405B model has 0.1 MB; far past that a file is not what its name says.
    private static final long MAX_BYTES = 64L << 20;

    private StrictJson() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws BadInputException if it does not, has duplicate keys or is far too large
     */
    public static ObjectNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new BadInputException(file + ": is not a regular file");
        if (Files.size(file) > MAX_BYTES)
            throw new BadInputException(file + ": has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
        return parse(file.toString(), Files.readAllBytes(file));
    }

    static ObjectNode parse(String where, byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    where + ": is not valid JSON (" + HeaderParser.printable(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            throw new BadInputException(where + ": is not valid JSON (" + HeaderParser.printable(e.getMessage()) + ")");
        }
        if (!(node instanceof ObjectNode object)) throw new BadInputException(where + ": is not a JSON object");
        return object;
    }
}
