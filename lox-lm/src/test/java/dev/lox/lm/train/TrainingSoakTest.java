// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("soak")
class TrainingSoakTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threeHundredSteps_leaveNativeMemoryFlat(boolean byPreferences) throws IOException {
        TinyRun run = byPreferences ? TinyRun.byPreferences("qwen3").lora(0.1) : TinyRun.supervised("qwen3");
        Recipe longer = run.recipe()
                .with(Map.of(RecipeOption.MAX_STEPS, "300", RecipeOption.SAVE_EVERY, "25", RecipeOption.LR, "1e-4"));
        long[] before = new long[1];
        long[] after = new long[1];
        run.with(longer).run(temp.resolve("out"), IfExists.REFUSE, TinyRun.NEVER, step -> {
            if (step == 100) before[0] = resident();
            if (step == 275) after[0] = resident();
        });
        long grown = after[0] - before[0];
        System.out.printf("after 100 steps %.1f MB resident, after 275 %+.1f MB%n", before[0] / 1e6, grown / 1e6);
        // Gradients left behind at each step would be 20 MB, activations more.
        assertTrue(before[0] > 0 && grown < 10e6, "resident memory grew by " + grown / 1e6 + " MB");
    }

    private static long resident() {
        System.gc();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status")))
                if (line.startsWith("VmRSS:")) return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no resident size in /proc/self/status");
    }
}
