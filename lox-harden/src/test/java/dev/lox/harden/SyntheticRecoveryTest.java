// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hardens a synthetic pair and compares the change with its known delta. */
class SyntheticRecoveryTest {
    private static final SyntheticPair PAIR = new SyntheticPair(SyntheticShape.SMALL, 1);

    @TempDir
    Path folder;

    @Test
    void hardening_findsWhatWasPlanted_andMovesAsFarAsItSays() throws Exception {
        PAIR.write(folder);
        EditRequest request = EditRequest.of(
                Map.of(Role.BASE, folder.resolve("base"), Role.ALIGNED, folder.resolve("aligned")),
                Lox.DEFAULT,
                folder.resolve("hardened"));
        try (EditPlan plan = WeightEdit.plan(request)) {
            plan.run((tensor, bytes, total) -> {});
        }
        int matrices = 0;
        try (Checkpoint base = Checkpoint.open(request.model(Role.BASE));
                Checkpoint aligned = Checkpoint.open(request.model(Role.ALIGNED));
                Checkpoint hardened = Checkpoint.open(request.output().folder())) {
            for (StoredTensor tensor : aligned.tensors().values())
                if (tensor.shape().rank() == 2) {
                    check(
                            base.require(tensor.name()),
                            tensor,
                            hardened.require(tensor.name()),
                            Extrapolation.DEFAULT.alpha());
                    matrices++;
                }
        }
        assertEquals(16, matrices);
    }

    private static void check(StoredTensor base, StoredTensor aligned, StoredTensor hardened, double alpha)
            throws IOException {
        double[] expected = SyntheticShape.SMALL.sigma();
        try (NativeScope scope = new NativeScope()) {
            RowPanels delta = StoredDelta.of(base, aligned).resident(scope);
            TruncatedSvd svd = Svd.truncated(delta, expected.length, Svd.TOLERANCE, false, scope);
            double moved = StoredDelta.of(aligned, hardened).resident(scope).frobenius();
            double kept = 0;
            for (double s : svd.sigma()) kept += s * s;
            assertEquals(1, PAIR.delta(aligned.info()).overlap(svd.u().toArray(), svd.rank()), 0.01, aligned.name());
            assertEquals(1, moved / (alpha * Math.sqrt(kept)), 0.01, aligned.name());
            assertArrayEquals(expected, svd.sigma(), 0.005, aligned.name());
        }
    }
}
