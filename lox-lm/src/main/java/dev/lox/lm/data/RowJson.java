// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.data.TextInput.BadText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts JSON values to rows. */
final class RowJson {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(TextInput.MAX_ROW)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    static final JsonMapper MAPPER = new JsonMapper(FACTORY);

    private RowJson() {}

    /**
     * An object is a row, a string is a row with one column, and a list of objects is a conversation.
     *
     * @param list name of the list that holds the value, from which a bare string's column is named
     */
    static ObjectNode row(JsonNode value, @Nullable String list) throws BadText {
        if (value instanceof ObjectNode object) return object;
        if (value.isTextual()) return MAPPER.createObjectNode().set(column(list), value);
        if (value.isArray() && !value.isEmpty() && value.get(0).isObject())
            return MAPPER.createObjectNode().set("messages", value);
        throw new BadText(
                "expected an object, got " + value.getNodeType().toString().toLowerCase(Locale.ROOT));
    }

    /** {@code {"instructions": ["..."]}} holds one instruction per row. */
    static String column(@Nullable String list) {
        if (list == null || list.isEmpty()) return "text";
        return list.length() > 1 && list.endsWith("s") ? list.substring(0, list.length() - 1) : list;
    }
}
