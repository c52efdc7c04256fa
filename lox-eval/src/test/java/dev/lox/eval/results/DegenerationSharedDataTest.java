// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published replies and answers, none of which is a loop. */
@Tag("shared")
class DegenerationSharedDataTest {
    @ParameterizedTest
    @CsvSource({
        "xstest_labelled_llama2new.csv, completion",
        "xstest_labelled_mistralinstruct.csv, completion",
        "gsm8k_test.jsonl, answer"
    })
    void publishedTexts_areText(String file, String field) throws IOException {
        for (Row row : Rows.all(Path.of("../../shared/data", file))) {
            String text = row.fields().path(field).textValue();
            assertEquals(Optional.empty(), Degeneration.of(text), text);
        }
    }
}
