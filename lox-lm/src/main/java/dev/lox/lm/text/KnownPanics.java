// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.BadInputException;
import java.io.IOException;

/** Contents of a {@code tokenizer.json} at which the native library ends the process, found by fuzzing it. */
final class KnownPanics {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String where;

    private KnownPanics(String where) {
        this.where = where;
    }

    static void check(String where, String json) throws IOException {
        KnownPanics panics = new KnownPanics(where);
        try (JsonParser parser = StrictSyntax.parser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("post_processor")) panics.checkTemplates(MAPPER.readTree(parser));
                else if (field.equals("model") && value == JsonToken.START_OBJECT) panics.checkModel(parser);
                else parser.skipChildren();
            }
        }
    }

    /** It looks up each special token of a template without asking whether it is there. */
    private void checkTemplates(JsonNode processor) {
        for (JsonNode nested : processor.path("processors")) checkTemplates(nested);
        for (String template : new String[] {"single", "pair"})
            for (JsonNode piece : processor.path(template)) {
                JsonNode id = piece.path("SpecialToken").path("id");
                if (id.isTextual() && !processor.path("special_tokens").has(id.textValue()))
                    throw new BadInputException(where + ": post_processor: " + template + " has the special token "
                            + BadInputException.printable(id.textValue()) + ", which special_tokens lacks");
            }
    }

    /** It cuts this prefix off the second half of every merge, prefix or not. No decoder is known to have one. */
    private void checkModel(JsonParser parser) throws IOException {
        String prefix = "";
        boolean hasMerges = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            hasMerges |= field.equals("merges");
            if (field.equals("continuing_subword_prefix") && value == JsonToken.VALUE_STRING) prefix = parser.getText();
            parser.skipChildren();
        }
        if (hasMerges && !prefix.isEmpty())
            throw new BadInputException(where + ": continuing_subword_prefix of a byte-pair encoding is not supported: "
                    + BadInputException.printable(prefix));
    }
}
