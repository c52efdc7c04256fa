// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of families.json: what sets a model type apart from the others. Anything left out is as in Llama.
 *
 * @param architecture class name in transformers
 * @param aliases names of activations and rope types that mean another one here
 * @param unused options that transformers stores and does not apply
 * @param defaults of the options in config.json, as in transformers; an optional option that has no default is unknown
 */
record Family(
        String architecture,
        Set<Feature> features,
        LayerNorms layerNorms,
        QueryKeyNorm queryKeyNorm,
        SlidingLayers slidingLayers,
        Map<String, String> aliases,
        Set<String> unused,
        ObjectNode defaults) {
    /** By {@code model_type}. */
    static final Map<String, Family> ALL = load();

    Family(
            String architecture,
            @Nullable Set<Feature> features,
            @Nullable LayerNorms layerNorms,
            @Nullable QueryKeyNorm queryKeyNorm,
            @Nullable SlidingLayers slidingLayers,
            @Nullable Map<String, String> aliases,
            @Nullable Set<String> unused,
            @Nullable ObjectNode defaults) {
        this.architecture = architecture;
        this.features = features == null ? Set.of() : Set.copyOf(features);
        this.layerNorms = layerNorms == null ? LayerNorms.BEFORE : layerNorms;
        this.queryKeyNorm = queryKeyNorm == null ? QueryKeyNorm.NONE : queryKeyNorm;
        this.slidingLayers = slidingLayers == null ? SlidingLayers.NONE : slidingLayers;
        this.aliases = aliases == null ? Map.of() : Map.copyOf(aliases);
        this.unused = unused == null ? Set.of() : Set.copyOf(unused);
        this.defaults = defaults == null ? JsonNodeFactory.instance.objectNode() : defaults;
    }

    String alias(String name) {
        return aliases.getOrDefault(name, name);
    }

    private static Map<String, Family> load() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        try (InputStream rows = Objects.requireNonNull(Family.class.getResourceAsStream("families.json"))) {
            return mapper.readValue(rows, new TypeReference<TreeMap<String, Family>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
