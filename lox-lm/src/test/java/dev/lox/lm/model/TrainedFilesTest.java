// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.checkpoint.PeftAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was trained says the same when others load it. */
class TrainedFilesTest {
    private static final Placement PLACEMENT = new Placement(Precision.F32, ComputeDevice.CPU);
    private static final int[] TOKENS = new Random(4).ints(30, 3, 64).toArray();

    @TempDir
    Path temp;

    private Path out;

    @BeforeEach
    void place() {
        out = temp.resolve("out");
    }

    /** The log-probabilities by the trained model itself. */
    private float[] trained(String model, Optional<LoraOptions> lora, Optional<Path> merged, Optional<DType> dtype)
            throws IOException {
        boolean[] learned = new boolean[TOKENS.length];
        Arrays.fill(learned, 1, learned.length, true);
        List<TrainingSequence> rows = List.of(new TrainingSequence(TOKENS, learned));
        try (TrainableLm lm =
                        TrainableLm.load(Golden.folder(model), merged, new TrainingOptions(PLACEMENT, true, lora, 1));
                AdamW adam = new AdamW(lm, new AdamW.Settings(0.9, 0.999, 1e-8, 0))) {
            float before = lm.logProbabilities(rows, true)[0][3];
            for (int step = 0; step < 3; step++) {
                lm.learn(rows, -0.1f, step);
                adam.step(1e-2, 1);
            }
            try (OutputFolder folder = OutputFolder.begin(out, "", IfExists.REFUSE)) {
                new TrainedFiles(lm, Golden.folder(model), dtype).save(folder, Optional.empty());
            }
            float[] after = lm.logProbabilities(rows, true)[0];
            assertNotEquals(before, after[3]);
            return after;
        }
    }

    private static float[] loaded(Path folder, Optional<Path> adapter, boolean merge) throws IOException {
        try (CausalLm lm = CausalLm.load(folder, new LoadOptions(PLACEMENT, adapter, merge, WeightUse.INFERENCE))) {
            return lm.logProbabilities(List.of(TOKENS))[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gemma2", "phi3", "qwen2", "qwen3-tied", "olmo2"})
    void adapter_onItsModel_saysWhatWasTrained(String model) throws IOException {
        LoraOptions lora = new LoraOptions(4, 6, 0.1, List.of(LoraOptions.ALL_LINEAR));
        float[] expected = trained(model, Optional.of(lora), Optional.empty(), Optional.empty());
        try (PeftAdapter adapter = PeftAdapter.open(out)) {
            int layers = CausalLm.config(Golden.folder(model)).layers().size();
            assertEquals(0, adapter.pairs().size() % layers);
            adapter.pairs().values().forEach(p -> assertEquals(1.5, p.scaling()));
        }
        assertArrayEquals(expected, loaded(Golden.folder(model), Optional.of(out), false), 1e-4f);
        assertArrayEquals(expected, loaded(Golden.folder(model), Optional.of(out), true), 1e-4f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-linear", "gemma3", "qwen2", "qwen3-tied", "olmo2"})
    void model_storedInFull_saysWhatWasTrained(String model) throws IOException {
        float[] expected = trained(model, Optional.empty(), Optional.empty(), Optional.of(DType.F32));
        assertArrayEquals(expected, loaded(out, Optional.empty(), false), 1e-4f);
    }

    @Test
    void model_anAdapterWasMergedInto_isTrainedFromThere() throws IOException {
        Optional<Path> adapter = Optional.of(Golden.folder("lora-llama"));
        float[] expected = trained("llama", Optional.empty(), adapter, Optional.of(DType.F32));
        assertArrayEquals(expected, loaded(out, Optional.empty(), false), 1e-4f);
    }
}
