// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The prompts of a data file, found by the layout of its rows. */
public final class Prompts {
    private static final List<String> IDS = List.of("id", "question_id", "prompt_id", "behaviorid", "task_id");

    private Prompts() {}

    /** In the file's order; no row beyond the limit is looked at. */
    public static List<Prompt> read(Path file, OptionalInt limit) throws IOException {
        return read(List.of(file), limit);
    }

    /** The same of several files that are one data set: rows without an id are counted through all of them. */
    public static List<Prompt> read(List<Path> files, OptionalInt limit) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        for (Path file : files) if (prompts.size() < limit.orElse(Integer.MAX_VALUE)) add(prompts, file, limit);
        return prompts;
    }

    private static void add(List<Prompt> prompts, Path file, OptionalInt limit) throws IOException {
        int before = prompts.size();
        try (Rows rows = Rows.open(file)) {
            while (prompts.size() < limit.orElse(Integer.MAX_VALUE)) {
                Row row = rows.next();
                if (row == null) break;
                prompts.add(of(row, prompts.size()));
            }
        }
        if (prompts.size() == before && limit.orElse(1) > 0) throw new BadInputException(file + ": holds no rows");
    }

    /**
     * The prompt of one row.
     *
     * @param index which row it is, from 0: its id, if it has none of its own
     * @throws BadInputException if no column holds a prompt
     */
    public static Prompt of(Row row, int index) {
        return new Prompt(id(row, index), PromptLayout.request(row));
    }

    private static String id(Row row, int index) {
        for (String name : IDS) {
            JsonNode id = PromptLayout.column(row, name);
            if (id.isTextual() && !id.textValue().isEmpty() || id.isIntegralNumber()) return id.asText();
        }
        return Integer.toString(index);
    }

    /** SHA-256 of ids and texts, whichever file or format they came in. */
    public static String digest(List<Prompt> prompts) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Prompt p : prompts) all.add(p.id()).add(p.text());
        return Digest.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
