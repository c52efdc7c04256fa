// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.config.Rope;
import dev.lox.lm.config.RopeScaling;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Narrower types, and weights as they are stored: other kernels, the same model. In bf16 transformers moves these logits by
 * up to 0.20, in f16 by 0.028.
 */
class PrecisionTest {
    @ParameterizedTest
    @CsvSource({
        "llama,F32,FROZEN,1e-4",
        "qwen2,F32,FROZEN,1e-4",
        "phi3,F32,FROZEN,1e-4",
        "gemma2,F32,FROZEN,1e-4",
        "olmo2,F32,FROZEN,1e-4",
        "olmo2,BF16,INFERENCE,0.35",
        "olmo2,F16,INFERENCE,0.05",
        "llama,BF16,INFERENCE,0.35",
        "llama,BF16,FROZEN,0.35",
        "qwen3,BF16,INFERENCE,0.35",
        "gemma3,BF16,INFERENCE,0.35",
        "llama,F16,INFERENCE,0.05",
        "gemma2,F16,INFERENCE,0.05",
        "mistral-nowindow,F16,FROZEN,0.05"
    })
    void logits_ofAnyPath_areCloseToThoseInF32(String name, Precision precision, WeightUse use, double tolerance)
            throws IOException {
        Golden golden = Golden.of(name);
        LoadOptions options =
                new LoadOptions(new Placement(precision, ComputeDevice.CPU), Optional.empty(), false, use);
        int[] tokens = golden.tokens("prefill.ids", 0, 0);
        try (CausalLm model = CausalLm.load(Golden.folder(name), options);
                KvCache cache = model.newCache(1, tokens.length)) {
            float[] row = new float[model.config().vocabularySize()];
            // The first half at once, then a token at a time: both kinds of product.
            int half = tokens.length / 2;
            for (int end = half; end <= tokens.length; end++) {
                int[] part = java.util.Arrays.copyOfRange(tokens, end == half ? 0 : end - 1, end);
                try (Logits logits = model.forward(cache, List.of(new SequenceChunk(0, part, true)))) {
                    logits.row(0, row);
                }
                float[] expected = golden.row("prefill.logits", end - 1);
                double worst = 0;
                for (int i = 0; i < row.length; i++) {
                    double difference = Math.abs(row[i] - expected[i]);
                    assertTrue(difference == difference, "not a number");
                    worst = Math.max(worst, difference);
                }
                assertTrue(worst <= tolerance, name + " " + precision + ": off by " + worst + " behind token " + end);
            }
            assertEquals(tokens.length, cache.length(0));
        }
    }

    @Test
    void rotation_inF32_roundsOnceAtTheEnd() {
        Rope rope = new Rope(10000, 8, new RopeScaling.None());
        int[] positions = {0, 1, 37, 1001};
        Placement narrow = new Placement(Precision.BF16, ComputeDevice.CPU);
        Placement wide = new Placement(Precision.F32, ComputeDevice.CPU);
        try (TensorScope scope = new TensorScope()) {
            torch.manual_seed(3);
            Tensor x = torch.randn(4, 2, 8).to(ScalarType.BFloat16);
            Tensor once = RotaryTable.of(rope, positions, positions, wide, false)
                    .apply(x.to(ScalarType.Float))
                    .to(ScalarType.BFloat16);
            assertTrue(RotaryTable.of(rope, positions, positions, narrow, true)
                    .apply(x)
                    .equal(once));
            assertFalse(RotaryTable.of(rope, positions, positions, narrow, false)
                    .apply(x)
                    .equal(once));
        }
    }
}
