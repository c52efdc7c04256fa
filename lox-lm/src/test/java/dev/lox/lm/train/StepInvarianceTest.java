// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.lm.recipe.Batches;
import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run must not depend on, and what it may depend on a little. */
class StepInvarianceTest {
    @TempDir
    Path temp;

    private int runs;

    /** Stored in float32; the adapter is in any case. */
    static Stream<TinyRun> runs() {
        return Stream.of(TinyRun.supervised("llama-linear"), TinyRun.byPreferences("llama-linear"));
    }

    private Path folder(TinyRun run) throws IOException {
        Path out = temp.resolve("run-" + runs++);
        assertTrue(run.run(out, IfExists.REFUSE, TinyRun.NEVER).finished());
        return out;
    }

    private float[] weights(TinyRun run) throws IOException {
        Path out = folder(run);
        Path adapter = out.resolve("adapter_model.safetensors");
        return weights(Files.exists(adapter) ? adapter : out.resolve("model.safetensors"));
    }

    private static float[] weights(Path path) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            long bytes = file.header().tensors().stream()
                    .mapToLong(TensorInfo::bytes)
                    .sum();
            ByteBuffer all = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (TensorInfo info : file.header().tensors()) {
                ByteBuffer part = all.slice(all.position(), (int) info.bytes());
                file.read(info, 0, part);
                all.position(all.position() + (int) info.bytes());
            }
            float[] weights = new float[(int) bytes / 4];
            all.flip().asFloatBuffer().get(weights);
            return weights;
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void rowsOfAStep_cutInAnyWay_giveTheSameWeights(TinyRun run) throws IOException {
        TinyRun smooth = run.epsilon(1e-2);
        float[] expected = weights(smooth.batches(new Batches(8, 1, Batching.PLAIN, true)));
        for (Batching batching : Batching.values())
            assertArrayEquals(expected, weights(smooth.batches(new Batches(2, 4, batching, true))), 1e-6f);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void layersComputedAgain_giveTheSameWeights(TinyRun run) throws IOException {
        for (TinyRun each : List.of(run.epsilon(1e-2), run.epsilon(1e-2).lora(0.3)))
            assertArrayEquals(weights(each.recompute(true)), weights(each.recompute(false)), 1e-6f);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void bfloat16_losesLittleToFloat32(TinyRun run) throws IOException {
        TinyRun fast = run.batches(new Batches(4, 1, Batching.PLAIN, false));
        List<Double> exact = losses(folder(fast));
        List<Double> rounded = losses(folder(fast.precision(Recipe.Precision.BFLOAT16)));
        assertEquals(exact.size(), rounded.size());
        for (int i = 0; i < exact.size(); i++) assertEquals(exact.get(i), rounded.get(i), 0.05 * exact.get(i));
        double first = rounded.get(0) + rounded.get(1) + rounded.get(2);
        double second = rounded.get(3) + rounded.get(4) + rounded.get(5);
        assertTrue(second < first, rounded.toString());
    }

    private static List<Double> losses(Path out) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("log.jsonl")))
            losses.add(new JsonMapper().readTree(line).path("loss").asDouble());
        return losses;
    }

    @Test
    void seed_decidesOrderAndDropout() throws IOException {
        TinyRun run = TinyRun.supervised("llama-linear").lora(0.3);
        float[] expected = weights(run);
        assertArrayEquals(expected, weights(run), 0);
        float[] without = weights(run.lora(0));
        float furthest = 0;
        for (int i = 0; i < expected.length; i++) furthest = Math.max(furthest, Math.abs(expected[i] - without[i]));
        assertTrue(furthest > 1e-3, "dropout changed weights by no more than " + furthest);
    }
}
