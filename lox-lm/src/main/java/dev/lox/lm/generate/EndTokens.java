// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tokens that end a reply: {@code eos_token_id} of generation_config.json, else of config.json. */
public final class EndTokens {
    private EndTokens() {}

    /**
     * Reads them from a model folder; empty if neither file names any.
     *
     * @throws InvalidInputException if a file names something that is not a token id
     */
    public static Set<Integer> of(Path folder) throws IOException {
        for (String name : new String[] {"generation_config.json", "config.json"}) {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) continue;
            ObjectNode json = StrictJson.read(file);
            if (json.hasNonNull("eos_token_id")) return ids(file, json.get("eos_token_id"));
        }
        return Set.of();
    }

    private static Set<Integer> ids(Path file, JsonNode node) {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode id : node.isArray() ? node : List.of(node)) {
            if (!id.canConvertToInt() || !id.isIntegralNumber() || id.asInt() < 0)
                throw new InvalidInputException(
                        file + ": eos_token_id must be a token id or a list of them, got " + node);
            ids.add(id.asInt());
        }
        return ids;
    }
}
