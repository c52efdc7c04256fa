// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.TextInput.BadText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one JSON document: an array of rows, an object with one array of rows, an object whose arrays are columns,
 * or an object that is itself a row.
 */
final class JsonRows implements RowSource {
    // Arrays of these names belong to a row.
    private static final Set<String> OF_A_ROW = Set.of(
            "messages",
            "conversations",
            "conversation",
            "turns",
            "prompt",
            "completion",
            "chosen",
            "rejected",
            "tools");

    private final Path file;
    private final TextInput in;
    private final JsonParser parser;
    private long row;
    private @Nullable String list;
    private @Nullable Iterator<ObjectNode> columns;
    private boolean ended;

    private JsonRows(Path file, TextInput in) throws IOException {
        this.file = file;
        this.in = in;
        parser = RowJson.MAPPER.createParser(in);
    }

    static JsonRows open(Path file) throws IOException {
        return new JsonRows(file, TextInput.open(file));
    }

    @Override
    public @Nullable Row next() throws IOException {
        in.startRow();
        row++;
        try {
            if (columns != null && columns.hasNext()) return new Row(file, Row.Unit.ROW, row, columns.next());
            if (ended) return null;
            ObjectNode fields = list == null ? begin() : element();
            return fields == null ? null : new Row(file, Row.Unit.ROW, row, fields);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidInputException(Row.where(file, Row.Unit.LINE, at == null ? 1 : at.getLineNr())
                    + ": is not valid JSON (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            String problem = TextInput.problem(e);
            if (problem == null) throw e;
            throw new InvalidInputException(Row.where(file, Row.Unit.ROW, row) + ": " + problem);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
        in.close();
    }

    private @Nullable ObjectNode begin() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            list = "";
            return element();
        }
        if (first != JsonToken.START_OBJECT) throw new BadText("expected a JSON array or object");
        Set<String> lists = lists(file);
        ObjectNode object = RowJson.MAPPER.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (lists.size() == 1 && lists.contains(name)) {
                list = name;
                return element();
            }
            object.set(name, RowJson.MAPPER.readTree(parser));
        }
        end();
        if (lists.isEmpty()) return object;
        columns = columns(object.retain(lists));
        return columns.next();
    }

    private @Nullable ObjectNode element() throws IOException {
        if (parser.nextToken() != JsonToken.END_ARRAY) return RowJson.row(RowJson.MAPPER.readTree(parser), list);
        if (!"".equals(list))
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                parser.skipChildren();
            }
        end();
        return null;
    }

    private void end() throws IOException {
        ended = true;
        if (parser.nextToken() != null) throw new BadText("there is more text after the JSON document");
    }

    /** The object's arrays that are not empty and not part of a row. They may be rows or columns. */
    private static Set<String> lists(Path file) throws IOException {
        Set<String> lists = new LinkedHashSet<>();
        try (TextInput in = TextInput.open(file);
                JsonParser parser = RowJson.MAPPER.createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isList = parser.nextToken() == JsonToken.START_ARRAY && !OF_A_ROW.contains(name);
                for (int depth = parser.currentToken().isStructStart() ? 1 : 0; depth > 0; in.startRow()) {
                    JsonToken token = parser.nextToken();
                    if (token == null) return lists;
                    if (isList && token != JsonToken.END_ARRAY) lists.add(name);
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                }
            }
        }
        return lists;
    }

    private static Iterator<ObjectNode> columns(ObjectNode lists) throws BadText {
        int size = lists.elements().next().size();
        for (Map.Entry<String, JsonNode> list : lists.properties())
            if (list.getValue().size() != size)
                throw new BadText("the object's arrays have " + size + " elements and "
                        + ForeignText.printable(list.getKey()) + " has "
                        + list.getValue().size() + "; expected one array of rows, or columns of one length");
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    ObjectNode row = RowJson.MAPPER.createObjectNode();
                    lists.properties()
                            .forEach(e -> row.set(
                                    RowJson.column(e.getKey()), e.getValue().get(i)));
                    return row;
                })
                .iterator();
    }
}
