// SPDX-License-Identifier: Apache-2.0
package dev.lox.planted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.harden.StoredDelta;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants a delta, hardens, and holds what hardening did against what was planted. */
class PlantedRecoveryTest {
    private static final PlantedPair PAIR = new PlantedPair(PlantedShape.SMALL, 1);

    @TempDir
    Path folder;

    @Test
    void hardening_findsWhatWasPlanted_andMovesAsFarAsItSays() throws Exception {
        PAIR.write(folder);
        HardenRequest request =
                HardenRequest.of(folder.resolve("base"), folder.resolve("aligned"), folder.resolve("hardened"));
        try (HardenPlan plan = Preflight.check(request)) {
            Hardener.run(plan, (tensor, bytes, total) -> {});
        }
        int matrices = 0;
        try (Checkpoint base = Checkpoint.open(request.base());
                Checkpoint aligned = Checkpoint.open(request.aligned());
                Checkpoint hardened = Checkpoint.open(request.out())) {
            for (StoredTensor tensor : aligned.tensors().values())
                if (tensor.shape().rank() == 2) {
                    check(
                            base.require(tensor.name()),
                            tensor,
                            hardened.require(tensor.name()),
                            request.extrapolation().alpha());
                    matrices++;
                }
        }
        assertEquals(16, matrices);
    }

    private static void check(StoredTensor base, StoredTensor aligned, StoredTensor hardened, double alpha)
            throws IOException {
        double[] planted = PlantedShape.SMALL.sigma();
        try (NativeScope scope = new NativeScope()) {
            RowPanels delta = StoredDelta.of(base, aligned).resident(scope);
            TruncatedSvd svd = Svd.truncated(delta, planted.length, Svd.TOLERANCE, false, scope);
            double moved = StoredDelta.of(aligned, hardened).resident(scope).frobenius();
            double kept = 0;
            for (double s : svd.sigma()) kept += s * s;
            assertEquals(1, PAIR.delta(aligned.info()).overlap(svd.u().toArray(), svd.rank()), 0.01, aligned.name());
            assertEquals(1, moved / (alpha * Math.sqrt(kept)), 0.01, aligned.name());
            assertArrayEquals(planted, svd.sigma(), 0.005, aligned.name());
        }
    }
}
