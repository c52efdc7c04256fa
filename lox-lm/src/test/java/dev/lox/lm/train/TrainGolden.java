// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What oracle/schedules.py wrote down. */
final class TrainGolden {
    private TrainGolden() {}

    static Path file(String name) {
        return Path.of("src/test/resources/golden", name);
    }

    static Stream<JsonNode> cases(String list) throws IOException {
        JsonNode all = new JsonMapper().readTree(Files.readAllBytes(file("schedules.json")));
        return StreamSupport.stream(all.path(list).spliterator(), false);
    }
}
