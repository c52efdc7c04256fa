// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gradient must not depend on. */
class GradientTest {
    /** Longer than every window and original context of these models, and of many lengths. */
    private static final int[] LENGTHS = {40, 3, 17, 2, 28};

    private static TrainableLm load(String model, boolean recompute, Optional<LoraOptions> lora) throws IOException {
        Placement placement = new Placement(Precision.F32, ComputeDevice.CPU);
        return TrainableLm.load(
                Golden.folder(model), Optional.empty(), new TrainingOptions(placement, recompute, lora, 3));
    }

    private static List<TrainingSequence> rows() {
        Random random = new Random(8);
        List<TrainingSequence> rows = new ArrayList<>();
        for (int n : LENGTHS) {
            boolean[] learned = new boolean[n];
            Arrays.fill(learned, 1 + random.nextInt(n - 1), n, true);
            rows.add(new TrainingSequence(random.ints(n, 3, 64).toArray(), learned));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "llama-dynamic",
                "llama-yarn",
                "llama-tied-bias",
                "mistral",
                "qwen2-window",
                "qwen3",
                "gemma",
                "gemma2",
                "gemma3",
                "olmo2",
                "phi3-longrope"
            })
    void rowsTogether_seeNothingOfOneAnother(String model) throws IOException {
        List<TrainingSequence> rows = rows();
        try (TrainableLm together = load(model, false, Optional.empty());
                TrainableLm alone = load(model, false, Optional.empty())) {
            float[][] found = together.learn(rows, -0.1f, 1);
            for (int i = 0; i < rows.size(); i++)
                assertArrayEquals(alone.learn(List.of(rows.get(i)), -0.1f, 1)[0], found[i], 1e-4f);
            same(together, alone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-window", "gemma2", "gemma3", "phi3", "olmo2"})
    void layersComputedAgain_giveTheSame(String model) throws IOException {
        for (Optional<LoraOptions> lora : List.of(
                Optional.<LoraOptions>empty(),
                Optional.of(new LoraOptions(4, 8, 0.3, List.of(LoraOptions.ALL_LINEAR)))))
            try (TrainableLm kept = load(model, false, lora);
                    TrainableLm again = load(model, true, lora)) {
                // In two parts, for a gradient is added to.
                for (int part : new int[] {1, 2}) {
                    float[][] expected = kept.learn(rows(), -0.1f, part);
                    float[][] found = again.learn(rows(), -0.1f, part);
                    for (int i = 0; i < expected.length; i++) assertArrayEquals(expected[i], found[i], 1e-5f);
                }
                same(kept, again);
            }
    }

    private static void same(TrainableLm a, TrainableLm b) {
        for (int i = 0; i < a.parameters().size(); i++)
            try (TensorScope scope = new TensorScope()) {
                Parameter p = a.parameters().get(i);
                Tensor expected = p.value().grad();
                Tensor found = b.parameters().get(i).value().grad();
                double apart = found.sub(expected).norm().item_float();
                double length = expected.norm().item_float();
                assertTrue(apart <= 1e-5 * length + 1e-6, p.name() + ": " + apart + " apart, of " + length);
            }
    }
}
