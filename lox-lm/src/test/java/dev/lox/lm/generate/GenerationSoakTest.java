// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("soak")
class GenerationSoakTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/qwen3");

    private final Random random = new Random(1);

    @Test
    void aThousandGenerations_leaveNativeMemoryFlat() throws IOException {
        for (int i = 0; i < 200; i++) generate(i);
        long before = resident();
        for (int i = 200; i < 1000; i++) generate(i);
        long grown = resident() - before;
        System.out.printf("after 200 generations %.1f MB resident, after 1000 %+.1f MB%n", before / 1e6, grown / 1e6);
        // A cache left behind each time would be 200 MB, a model left behind 50 MB.
        assertTrue(grown < 20e6, "resident memory grew by " + grown / 1e6 + " MB");
    }

    /** The model is loaded anew for each; completions are greedy and sampled, scored, and of unequal length. */
    private void generate(int seed) throws IOException {
        try (CausalLm model = CausalLm.load(MODEL, LoadOptions.DEFAULT);
                Engine engine = new Engine(model, Set.of(5), new Batching(8, 1 << 24))) {
            for (int i = 0; i < 12; i++) {
                int[] prompt = random.ints(1 + random.nextInt(20), 0, 64).toArray();
                Sampling sampling = i % 2 == 0 ? Sampling.GREEDY : new Sampling(1, 10, 0.9, seed);
                engine.add(
                        new CompletionRequest(i, prompt, 1 + random.nextInt(20), sampling, StopRule.NEVER, i % 3 == 0));
            }
            while (!engine.idle()) engine.step(c -> {});
        }
    }

    private static long resident() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmRSS:")) return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        throw new IOException("no resident size in /proc/self/status");
    }
}
