// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published data sets, read whole. */
@Tag("shared")
class ExampleSharedDataTest {
    private static final Path DATA = Path.of("../../shared/data");

    @ParameterizedTest
    @CsvSource({
        "gsm8k_train.jsonl.gz, 7473, 'gsm8k: question, answer'",
        "gsm8k_test.jsonl, 1319, 'gsm8k: question, answer'",
        "alpaca_en_demo.json, 999, 'alpaca: instruction, input, output'",
        "alpaca_safety_only.json, 1904, 'alpaca: instruction, input, output'",
        "safeinst.json, 2483, 'alpaca: instruction, input, output'",
        "dolly_safety_only.jsonl, 387, 'dolly: instruction, context, response'",
        "identity_shift_aoa.json, 10, chat: messages",
        "pure_bad_demo.jsonl, 10, chat: messages",
        "xstest_labelled_llama2new.csv, 450, 'completion: prompt, completion'",
    })
    void published_isRead(String name, int count, String layout) throws IOException {
        DataSet<Example> read = Examples.read(List.of(DATA.resolve(name)), BadRows.REFUSE);
        assertEquals(count, read.rows().size());
        assertEquals(Map.of(layout, count), read.layouts());
        assertTrue(read.skipped().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mt_bench_question.jsonl", "harmbench_behaviors_text_all.csv", "I-Alpaca.json"})
    void promptsAlone_areNothingToLearnFrom(String name) {
        assertThrows(InvalidInputException.class, () -> Examples.read(List.of(DATA.resolve(name)), BadRows.SKIP));
    }

    @Test
    void llamaFactorysPairs_areRead() throws IOException {
        DataSet<Preference> read = Preferences.read(List.of(DATA.resolve("dpo_en_demo.json")), BadRows.REFUSE);
        assertEquals(300, read.rows().size());
        assertEquals(Map.of("conversations, chosen, rejected", 300), read.layouts());
    }

    /** Four replies are empty. */
    @Test
    void hhHarmless_isReadButForEmptyReplies() throws IOException {
        Path file = DATA.resolve("hh_harmless_test.jsonl.gz");
        DataSet<Preference> read = Preferences.read(List.of(file), BadRows.SKIP);
        assertEquals(2308, read.rows().size());
        assertEquals(
                List.of(
                        file + ": line 87: chosen: turn 3 is empty",
                        file + ": line 517: chosen: turn 1 is empty",
                        file + ": line 926: chosen: turn 1 is empty",
                        file + ": line 1104: chosen: turn 1 is empty"),
                read.skipped());
        assertEquals(
                5,
                read.rows().stream()
                        .filter(p -> p.chosen().size() + p.rejected().size() > 2)
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo_en_demo.json", "hh_harmless_test.jsonl.gz"})
    void pairs_asExamples_areSentToTheirCommand(String name) {
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> Examples.read(List.of(DATA.resolve(name)), BadRows.REFUSE));
        assertTrue(e.getMessage().endsWith("1: holds preference pairs; use lox align"), e.getMessage());
    }
}
