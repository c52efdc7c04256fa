// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.NativeScope;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class SoakTest {
    @TempDir
    Path folder;

    @Test
    void twoHundredHardens_inOneProcess_leaveNativeMemoryFlat() throws Exception {
        new SyntheticPair(SyntheticShape.SMALL, 5).write(folder);
        for (int i = 0; i < 100; i++) harden();
        long before = resident();
        for (int i = 0; i < 100; i++) harden();
        long grown = resident() - before;
        System.out.printf("after 100 hardens %.1f MB resident, after 200 %+.1f MB%n", before / 1e6, grown / 1e6);
        assertEquals(0, NativeScope.liveBytes());
        // 100 leaked deltas would be 1 GB; a heap that settles moves by a few megabytes.
        assertTrue(grown < 30e6, "resident memory grew by " + grown / 1e6 + " MB");
    }

    private void harden() throws IOException, InterruptedException {
        Map<Role, Path> models = Map.of(Role.BASE, folder.resolve("base"), Role.ALIGNED, folder.resolve("aligned"));
        Path out = folder.resolve("out");
        EditRequest request = EditRequest.of(models, Lox.DEFAULT, out)
                .with(new Output(out, OutputFormat.CHECKPOINT, OutputFolder.IfExists.OVERWRITE))
                .with(new ComputeLimits(ComputeLimits.DEFAULT_MEMORY, 2));
        try (EditPlan plan = WeightEdit.plan(request)) {
            plan.run((tensor, bytes, total) -> {});
        }
    }

    private static long resident() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmRSS:")) return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        throw new IOException("no resident size in /proc/self/status");
    }
}
