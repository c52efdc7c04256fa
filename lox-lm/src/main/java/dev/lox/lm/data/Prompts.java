// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.TextDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads prompts from data files. The layout of each row is detected. */
public final class Prompts {
    private static final List<String> IDS = List.of("id", "question_id", "prompt_id", "behaviorid", "task_id");

    /** What published sets call a prompt's category: the first of these that a row has counts. */
    private static final List<String> CATEGORIES = List.of(
            "category",
            "semanticcategory",
            "harm_category",
            "risk_category",
            "risk_domain",
            "functionalcategory",
            "data_type",
            "subject",
            "type");

    private Prompts() {}

    /** Reads the prompts of a file, in order. Rows beyond the limit are not read. */
    public static List<Prompt> read(Path file, OptionalInt limit) throws IOException {
        return read(List.of(file), limit);
    }

    /** Reads several files as one data set: rows without an id are numbered across all files. */
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
        if (prompts.size() == before && limit.orElse(1) > 0) throw new InvalidInputException(file + ": holds no rows");
    }

    /**
     * The prompt of one row.
     *
     * @param index the row's index, from 0; its id if it has none of its own
     * @throws InvalidInputException if no column holds a prompt
     */
    public static Prompt of(Row row, int index) {
        return new Prompt(id(row, index), PromptLayout.request(row), category(row));
    }

    private static String id(Row row, int index) {
        for (String name : IDS) {
            JsonNode id = PromptLayout.column(row, name);
            if (id.isTextual() && !id.textValue().isEmpty() || id.isIntegralNumber()) return id.asText();
        }
        return Integer.toString(index);
    }

    private static @Nullable String category(Row row) {
        for (String name : CATEGORIES) {
            JsonNode category = PromptLayout.column(row, name);
            if (category.isTextual() && !category.textValue().isBlank() || category.isIntegralNumber())
                return category.asText().strip();
        }
        return null;
    }

    /** SHA-256 of all ids and requests; it does not depend on the file or its format. */
    public static String digest(List<Prompt> prompts) {
        TextDigest all = new TextDigest();
        for (Prompt p : prompts) p.request().addTo(all.add(p.id()));
        return all.hex();
    }
}
