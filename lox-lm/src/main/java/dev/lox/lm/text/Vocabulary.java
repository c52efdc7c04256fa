// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of a {@code tokenizer.json}, which its native side keeps to itself. */
final class Vocabulary {
    // Sixty times the largest vocabulary known; an id indexes an array here and a row of the embedding elsewhere.
    static final int MAX_ID = 1 << 24;

    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<Integer> special = new HashSet<>();
    private final List<Added> added = new ArrayList<>();
    private final @Nullable String[] tokens;
    private boolean hasMerges;

    private record Added(String content, boolean special) {}

    Vocabulary(String where, String json) throws IOException {
        try (JsonParser parser = StrictSyntax.parser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) readRoot(parser);
        }
        int next = ids.values().stream().mapToInt(i -> i).max().orElse(-1) + 1;
        // As the library numbers them: an added token that the model knows has the model's id, whatever its own says.
        int base = ids.size();
        int last = -1;
        for (Added token : added) {
            if (token.content.isEmpty()) continue;
            Integer id = ids.get(token.content);
            if (id == null) {
                id = last >= base || base == 0 ? last + 1 : base;
                ids.put(token.content, id);
            }
            last = Math.max(last, id);
            next = Math.max(next, id + 1);
            if (token.special) special.add(id);
        }
        if (next > MAX_ID)
            throw new InvalidInputException(
                    where + ": has a token of id " + (next - 1) + ", expected ids below " + MAX_ID);
        tokens = new String[next];
        ids.forEach((token, id) -> tokens[id] = token);
        // An added token wins where it shares its id.
        for (Added token : added)
            if (!token.content.isEmpty()) tokens[ids.getOrDefault(token.content, 0)] = token.content;
    }

    int size() {
        return tokens.length;
    }

    @Nullable
    Integer id(String token) {
        return ids.get(token);
    }

    /** Null where no token has this id. */
    @Nullable
    String token(int id) {
        return id < 0 || id >= tokens.length ? null : tokens[id];
    }

    boolean isSpecial(int id) {
        return special.contains(id);
    }

    /** Whether the model is byte-pair encoding, the only kind with merges. */
    boolean hasMerges() {
        return hasMerges;
    }

    private void readRoot(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("added_tokens") && value == JsonToken.START_ARRAY)
                while (parser.nextToken() == JsonToken.START_OBJECT) readAdded(parser);
            else if (field.equals("model") && value == JsonToken.START_OBJECT) readModel(parser);
            else parser.skipChildren();
        }
    }

    private void readAdded(JsonParser parser) throws IOException {
        String content = "";
        boolean isSpecial = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("content") && value == JsonToken.VALUE_STRING) content = parser.getText();
            else if (field.equals("special")) isSpecial = value == JsonToken.VALUE_TRUE;
            parser.skipChildren();
        }
        added.add(new Added(content, isSpecial));
    }

    private void readModel(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            hasMerges |= field.equals("merges");
            if (!field.equals("vocab")) parser.skipChildren();
            else if (value == JsonToken.START_OBJECT) readNumbered(parser);
            else if (value == JsonToken.START_ARRAY) readScored(parser);
        }
    }

    private void readNumbered(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0)
                throw new JsonParseException(parser, "vocab: expected ids, got " + parser.getText());
            ids.put(token, (int) Math.min(parser.getLongValue(), MAX_ID));
        }
    }

    /** Unigram's list of token and score: the place is the id. */
    private void readScored(JsonParser parser) throws IOException {
        for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
            if (parser.nextToken() != JsonToken.VALUE_STRING)
                throw new JsonParseException(parser, "vocab: expected a token and its score, got " + parser.getText());
            ids.put(parser.getText(), id);
            while (parser.nextToken() != JsonToken.END_ARRAY) parser.skipChildren();
        }
    }
}
