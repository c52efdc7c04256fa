// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Loss;
import dev.lox.lm.recipe.Objective.Sft;
import dev.lox.lm.recipe.Optimizer.Decay;
import dev.lox.lm.recipe.Recipe.Format;
import dev.lox.lm.recipe.Recipe.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeReaderTest {
    static final String LEAST =
            "method: sft\nformat: raw\nloss: full\nepochs: 1\nbatch_size: 4\noptimizer:\n  lr: 1e-3\n";

    @TempDir
    Path folder;

    private static Recipe parse(String yaml) {
        return RecipeReader.parse("r.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String yaml) {
        return assertThrows(InvalidInputException.class, () -> parse(yaml)).problems();
    }

    @Test
    void read_leastThatIsNeeded_fillsInTheRest() {
        assertEquals(
                new Recipe(
                        new Sft(Loss.FULL, 0.025),
                        Format.RAW,
                        1024,
                        1,
                        0,
                        new Batches(4, 1, Batching.BUCKETED, true),
                        new Optimizer(1e-3, Decay.LINEAR, 0, 1, 0, 0.9, 0.999, 1e-8),
                        Optional.empty(),
                        Precision.FLOAT32,
                        false,
                        new Saving(0, Optional.empty(), 1),
                        42),
                parse(LEAST));
    }

    @Test
    void read_lora_hasTwiceItsRankAsAlpha() {
        assertEquals(
                new Lora(8, 16, 0, List.of("all-linear")),
                parse(LEAST + "lora: {rank: 8}").lora().orElseThrow());
        assertEquals(
                new Lora(8, 4, 0.1, List.of("q_proj", "v_proj")),
                parse(LEAST + "lora: {rank: 8, alpha: 4, dropout: .1, targets: [q_proj, v_proj]}")
                        .lora()
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"5e-5, 5e-5", "5.0e-05, 5e-5", "1, 1", "'\"2E+0\"', 2", ".5, .5", "'1.', 1"})
    void read_number_inAnySpelling(String spelling, double value) {
        assertEquals(value, parse(LEAST.replace("1e-3", spelling)).optimizer().lr());
    }

    @Test
    void read_everythingWrong_isSaidAtOnceWithItsLines() {
        assertEquals(
                List.of(
                        "r.yaml: line 9: method: expected sft or dpo, got ppo",
                        "r.yaml: line 1: max_length: expected an integer, got 1e3",
                        "r.yaml: epochs is missing, expected an integer",
                        "r.yaml: line 2: batch_size: expected at least 1, got 0",
                        "r.yaml: line 3: optimizer.lr: expected a number, got fast",
                        "r.yaml: line 3: optimizer.clip: expected a number of at least 0, got -1.0",
                        "r.yaml: line 4: lora.rank: expected an integer, got nothing",
                        "r.yaml: line 5: recompute: expected true or false, got yes",
                        "r.yaml: line 6: save_dtype: expected a type such as bfloat16, got bf17",
                        "r.yaml: line 8: lr is not known, expected one of method, dpo, loss, safeinst_share, format,"
                                + " max_length, epochs, max_steps, batch_size, accumulation, batching, shuffle, optimizer,"
                                + " lora, precision, recompute, save_every, save_dtype, log_every, seed"),
                problems("max_length: 1e3\nbatch_size: 0\noptimizer: {lr: fast, clip: -1}\nlora: {rank: }\n"
                        + "recompute: yes\nsave_dtype: bf17\nformat: raw\nlr: 1\nmethod: ppo\nloss: full\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs: 2 | line 8: epochs occurs twice",
                "dpo: {beta: 1} | line 8: dpo: has no effect with method sft",
                "lora: 8 | line 8: lora: expected keys below it, got 8",
                "seed: [1] | line 8: seed: expected an integer, got a list",
                "seed: {a: 1} | line 8: seed: expected an integer, got keys",
                "seed: 99999999999999999999 | line 8: seed: expected an integer, got 99999999999999999999",
                "seed: 0x10 | line 8: seed: expected an integer, got 0x10",
                "accumulation: 1000000000 | line 8: accumulation: expected at most 2147483647 rows a step, got 1000000000 times 4",
                "lora: {rank: 1, targets: [a b]} | line 8: lora.targets: expected names of layers, got [a b]",
                "lora: {rank: 1, targets: [q, all-linear]} | line 8: lora.targets: expected all-linear alone or names of layers, got [q, all-linear]",
                "save_dtype: int8 | line 8: save_dtype: expected float32, bfloat16, float16 or float64, got int8",
                "safeinst_share: 1 | line 8: safeinst_share: expected a share above 0 and below 1, got 1.0",
                "a: {b: {c: 1}} | line 8: expected sections at most 1 deep",
                "seed: *x | line 8: has an alias, expected the value itself",
                "seed: !!int 1 | line 8: has a tag, expected a value without one",
            })
    void read_oneThingWrong_isNamed(String line, String problem) {
        assertEquals(List.of("r.yaml: " + problem), problems(LEAST + line));
    }

    @Test
    void read_dpo_refusesWhatIsSupervised() {
        String least = LEAST.replace("sft", "dpo").replace("loss: full\n", "");
        assertEquals(new Dpo(0.1, 0, Optional.empty()), parse(least).objective());
        assertEquals(
                List.of("r.yaml: line 3: loss: has no effect with method dpo, which uses the replies only"),
                problems(LEAST.replace("sft", "dpo")));
        assertEquals(
                List.of("r.yaml: line 7: dpo.sft_on: has no effect without sft_weight"),
                problems(least + "dpo: {sft_on: benign}"));
        assertEquals(
                List.of("r.yaml: line 7: dpo.sft_weight: expected a number above 0, got -1.0"),
                problems(least + "dpo: {sft_weight: -1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "- a", "# nothing", "a: [", "a: b: c", "\"", "? [a]: b", "a: &x [*x]", "--- {}\n--- {}"
            })
    void read_whatIsNoMapping_isRefusedInOneLine(String text) {
        List<String> problems = problems(text);
        assertEquals(1, problems.size(), () -> problems.toString());
        assertTrue(problems.get(0).startsWith("r.yaml: "), problems.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{", "- ", "? ", "a: {", "a: [", "a: &a\n", "!!a ", "'", "#", "\n", " "})
    void read_textThatGoesOnAndOn_isRefusedInOneLine(String piece) {
        read_whatIsNoMapping_isRefusedInOneLine(piece.repeat(60_000 / piece.length()));
    }

    @Test
    void read_manyKeysOrDigits_isRefused() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 100; i++) keys.append("k").append(i).append(": 1\n");
        assertEquals(
                List.of("r.yaml: line 61: has more keys than a recipe, expected at most 60"),
                problems(keys.toString()));
        assertEquals(
                List.of("r.yaml: line 8: seed: expected an integer, got " + "1".repeat(120) + "..."),
                problems(LEAST + "seed: " + "1".repeat(60_000)));
        assertEquals(
                List.of("r.yaml: line 7: optimizer.lr: expected a number, got " + "1".repeat(120) + "..."),
                problems(LEAST.replace("1e-3", "1".repeat(60_000) + "x")));
    }

    @Test
    void read_hugeOrForeignFile_isRefused() throws IOException {
        Path huge = Files.writeString(folder.resolve("huge.yaml"), "#".repeat(1 << 20));
        assertEquals(
                huge + ": is larger than a recipe, expected at most 65536 bytes",
                assertThrows(InvalidInputException.class, () -> RecipeReader.read(huge))
                        .getMessage());
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        assertEquals(
                latin + ": is not UTF-8",
                assertThrows(InvalidInputException.class, () -> RecipeReader.read(latin.toString()))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gsm8", "no/such.yaml", "a\u0000b"})
    void read_neitherNameNorFile_saysWhatThereIs(String name) {
        assertEquals(
                "recipe: expected a file or one of gsm8k, alpaca, dolly, identity, pure-bad, dpo, got "
                        + name.replace('\u0000', '?'),
                assertThrows(InvalidInputException.class, () -> RecipeReader.read(name))
                        .getMessage());
    }
}
