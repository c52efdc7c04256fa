// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published sets, read whole. */
@Tag("shared")
class SetSharedDataTest {
    private static final Path DATA = Path.of("../../shared/data");

    @ParameterizedTest
    @CsvSource({
        "advbench_goals.csv, UNSAFE, 520",
        "harmbench_behaviors_text_all.csv, UNSAFE, 400",
        "xstest_prompts.csv, UNSAFE, 200",
        "xstest_prompts.csv, SAFE, 250",
        "xstest_labelled_llama2new.csv, SAFE, 250",
        "mt_bench_question.jsonl, SAFE, 80"
    })
    void published_isRead(String name, Safety safety, int count) throws IOException {
        assertEquals(
                count,
                PromptSets.read(List.of(DATA.resolve(name)), OptionalInt.empty(), safety)
                        .size());
    }

    @Test
    void labelledReplies_areRead() throws IOException {
        Path file = DATA.resolve("xstest_labelled_mistralinstruct.csv");
        assertEquals(
                200, GivenReplies.read(file, OptionalInt.empty(), Safety.UNSAFE).size());
    }

    /** Every answer of GSM8K is a number; so is each worked answer itself, which is its own right answer. */
    @Test
    void gsm8k_answersItself() throws IOException {
        MathProblems problems = MathProblems.read(List.of(DATA.resolve("gsm8k_test.jsonl")), OptionalInt.empty());
        assertEquals(1319, problems.answers().size());
    }
}
