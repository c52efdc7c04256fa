// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * JSON that the native library's parser takes, too.
 *
 * <p>It must be known beforehand: some of its readers end the process at a syntax error.
 */
final class StrictSyntax {
    // The native parser goes 127 deep; what a vocabulary holds in one string has no bound but the file's.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private StrictSyntax() {}

    static JsonParser parser(String json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** Reads all of {@code json}; one value must be all there is. */
    static void check(String json) throws IOException {
        try (JsonParser parser = parser(json)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); ; token = parser.nextToken()) {
                if (token == null) throw new JsonParseException(parser, "the file ends too soon");
                if (token.isStructStart()) depth++;
                if (token.isStructEnd()) depth--;
                if (token == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(parser.getDoubleValue()))
                    throw new JsonParseException(parser, "number out of range");
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) checkUnicode(parser);
                if (depth == 0) break;
            }
            if (parser.nextToken() != null) throw new JsonParseException(parser, "something follows the end");
        }
    }

    private static void checkUnicode(JsonParser parser) throws IOException {
        if (parser.getText().codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
            throw new JsonParseException(parser, "half of a surrogate pair");
    }
}
