// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code model.safetensors.index.json}: which shard holds which tensor.
 *
 * @param shardOf shard file name by tensor name, in file order
 */
public record ShardIndex(Map<String, String> shardOf) {
    public static final String FILE = "model.safetensors.index.json";

    /**
     * Reads an index file.
     *
     * @throws InvalidInputException if it is not an index, or names a shard outside its folder
     */
    public static ShardIndex read(Path file) throws IOException {
        return parse(file.toString(), StrictJson.read(file));
    }

    static ShardIndex parse(String where, ObjectNode json) {
        if (!(json.get("weight_map") instanceof ObjectNode map))
            throw new InvalidInputException(where + ": weight_map is missing or not an object");
        Map<String, String> shardOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : map.properties()) {
            String tensor = ForeignText.printable(e.getKey());
            if (!e.getValue().isTextual())
                throw new InvalidInputException(where + ": weight_map of " + tensor + " is not a file name");
            String shard = e.getValue().textValue();
            if (!isPlainName(shard))
                throw new InvalidInputException(where + ": tensor " + tensor + " is said to be in "
                        + ForeignText.printable(shard) + ", expected a .safetensors file in the same folder");
            shardOf.put(e.getKey(), shard);
        }
        if (shardOf.isEmpty()) throw new InvalidInputException(where + ": weight_map is empty");
        return new ShardIndex(Collections.unmodifiableMap(shardOf));
    }

    /** Names of the shards, sorted. */
    public List<String> shards() {
        return shardOf.values().stream().distinct().sorted().toList();
    }

    /** Whether an untrusted name can only denote a file in the same folder as the index. */
    private static boolean isPlainName(String name) {
        return name.endsWith(".safetensors")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':')
                && ForeignText.isPrintable(name)
                && !name.startsWith(".");
    }
}
