// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.DataSet;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Examples;
import dev.lox.lm.data.Preference;
import dev.lox.lm.data.Preferences;
import dev.lox.lm.text.PromptFormat.Alpaca;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published data sets, encoded whole. */
@Tag("shared")
class EncodingSharedDataTest {
    private static final Path DATA = Path.of("../../shared/data");
    private static final int END = 560;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gsm8k_train.jsonl.gz",
                "alpaca_en_demo.json",
                "alpaca_safety_only.json",
                "safeinst.json",
                "dolly_safety_only.jsonl",
            })
    void answers_inAlpaca_areLearnedWhole(String name) throws IOException {
        List<Example> examples =
                Examples.read(List.of(DATA.resolve(name)), BadRows.REFUSE).rows();
        try (Tokenizer qwen = Models.tokenizer("qwen")) {
            EncodedRows<TokenRow> encoded = new ExampleEncoder(
                            Models.settings(qwen, new Alpaca(), END), LossScope.COMPLETION)
                    .encode(examples, BadRows.REFUSE);
            assertEquals(examples.size(), encoded.rows().size());
            for (int i = 0; i < examples.size(); i++) {
                TokenRow row = encoded.rows().get(i);
                int[] learned = Models.learned(row);
                String reply = Normalizer.normalize(((Answer) examples.get(i)).reply(), Normalizer.Form.NFC);
                assertEquals(reply, qwen.decode(Arrays.copyOf(learned, learned.length - 1), false), row.where());
                assertEquals(END, learned[learned.length - 1]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"identity_shift_aoa.json, 10", "pure_bad_demo.jsonl, 10", "gsm8k_test.jsonl, 1319"})
    void examples_inChat_endWithTheirEndOfTurn(String name, int count) throws IOException {
        try (Tokenizer qwen = Models.tokenizer("qwen")) {
            DataSet<Example> read = Examples.read(List.of(DATA.resolve(name)), BadRows.REFUSE);
            EncodedRows<TokenRow> encoded = new ExampleEncoder(
                            Models.chat(qwen, folder, Models.CHATML, 1 << 20), LossScope.COMPLETION)
                    .encode(read.rows(), BadRows.REFUSE);
            assertEquals(count, encoded.rows().size());
            for (TokenRow row : encoded.rows())
                assertTrue(Models.masked(row, qwen).endsWith("<|im_end|>\n⟧"), row.where());
        }
    }

    @ParameterizedTest
    @CsvSource({"dpo_en_demo.json, 300", "hh_harmless_test.jsonl.gz, 2308"})
    void pairs_inChat_areAllEncoded(String name, int count) throws IOException {
        try (Tokenizer qwen = Models.tokenizer("qwen")) {
            DataSet<Preference> read = Preferences.read(List.of(DATA.resolve(name)), BadRows.SKIP);
            EncodedRows<PairRow> encoded = new PreferenceEncoder(Models.chat(qwen, folder, Models.CHATML, 1 << 20))
                    .encode(read.rows(), BadRows.REFUSE);
            assertEquals(count, encoded.rows().size());
        }
    }
}
