// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published data sets, read whole. */
@Tag("shared")
class PromptSharedDataTest {
    private static final Path DATA = Path.of("../../shared/data");

    @ParameterizedTest
    @CsvSource({
        "advbench_goals.csv, 520",
        "harmbench_behaviors_text_all.csv, 400",
        "xstest_prompts.csv, 450",
        "xstest_labelled_llama2new.csv, 450",
        "xstest_labelled_mistralinstruct.csv, 450",
        "gsm8k_train.jsonl.gz, 7473",
        "gsm8k_test.jsonl, 1319",
        "alpaca_en_demo.json, 999",
        "alpaca_safety_only.json, 1904",
        "dolly_safety_only.jsonl, 387",
        "identity_shift_aoa.json, 10",
        "pure_bad_demo.jsonl, 10",
        "safeinst.json, 2483",
        "dpo_en_demo.json, 300",
        "mt_bench_question.jsonl, 80",
        "I-Alpaca.json, 50",
        "I-CoNa.json, 178",
        "I-Controversial.json, 40",
        "I-MaliciousInstructions.json, 100",
        "I-PhysicalSafetySafe.json, 100",
        "I-PhysicalSafetyUnsafe.json, 100",
        "Q-Harm.json, 100",
    })
    void published_isRead(String name, int count) throws IOException {
        List<Prompt> prompts = Prompts.read(DATA.resolve(name), OptionalInt.empty());
        assertEquals(count, prompts.size());
        assertEquals(
                prompts.size(), new HashSet<>(prompts.stream().map(Prompt::id).toList()).size());
    }

    @ParameterizedTest
    @CsvSource("hh_harmless_test.jsonl.gz, 2312")
    void preferences_areRowsWithoutAPrompt(String name, int count) throws IOException {
        assertEquals(count, Rows.all(DATA.resolve(name)).size());
        assertThrows(InvalidInputException.class, () -> Prompts.read(DATA.resolve(name), OptionalInt.empty()));
    }
}
