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
 * Checks that JSON is accepted by the native library's parser.
 *
 * <p>This must be known beforehand, since some of its readers crash the process on a syntax error.
 */
final class StrictSyntax {
    // The native parser's depth limit is 127. A string may be as long as the file.
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

    /** Reads all of {@code json}, which must hold exactly one value. */
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
            if (parser.nextToken() != null) throw new JsonParseException(parser, "there is more text after the end");
        }
    }

    private static void checkUnicode(JsonParser parser) throws IOException {
        if (parser.getText().codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
            throw new JsonParseException(parser, "half of a surrogate pair");
    }
}
