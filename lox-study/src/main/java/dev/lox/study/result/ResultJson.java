// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A result as JSON, and back: keys are the records' names, in lower case with underscores. */
public final class ResultJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ResultJson() {}

    public static ObjectNode of(StudyResult result) {
        return MAPPER.valueToTree(result);
    }

    /**
     * Reads what {@link #of} wrote.
     *
     * @throws BadInputException if the file holds no result
     */
    public static StudyResult read(Path file) throws IOException {
        try {
            return MAPPER.readValue(Files.readAllBytes(file), StudyResult.class);
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ": is no study's result ("
                    + BadInputException.printable(
                            e.getOriginalMessage().lines().findFirst().orElse(""))
                    + ")");
        }
    }
}
