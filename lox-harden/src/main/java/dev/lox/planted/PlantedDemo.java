// SPDX-License-Identifier: Apache-2.0
package dev.lox.planted;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenReport;
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
import java.util.ArrayList;
import java.util.List;

/** Plants a delta, hardens, and holds what hardening did against what was planted. */
public final class PlantedDemo {
    private PlantedDemo() {}

    /**
     * One matrix.
     *
     * @param planted singular values planted
     * @param found those of the stored delta
     * @param overlap share of the found directions that lies in the planted ones, 1 for the same subspace
     * @param moved how far hardening moved the weights, ‖W_hardened − W_aligned‖_F, against α·‖Proj_k(ΔW)‖_F
     */
    public record Finding(
            String tensor, long rows, int cols, double[] planted, double[] found, double overlap, double moved) {}

    /** What was found, and the report of the run. */
    public record Outcome(List<Finding> findings, HardenReport report) {}

    /** Makes {@code base}, {@code aligned} and {@code hardened} in {@code folder}. */
    public static Outcome run(Path folder, long seed) throws IOException, InterruptedException {
        PlantedPair pair = new PlantedPair(PlantedShape.SMALL, seed);
        pair.write(folder);
        HardenRequest request =
                HardenRequest.of(folder.resolve("base"), folder.resolve("aligned"), folder.resolve("hardened"));
        HardenReport report;
        try (HardenPlan plan = Preflight.check(request)) {
            report = Hardener.run(plan, (tensor, bytes, total) -> {});
        }
        List<Finding> findings = new ArrayList<>();
        try (Checkpoint base = Checkpoint.open(request.base());
                Checkpoint aligned = Checkpoint.open(request.aligned());
                Checkpoint hardened = Checkpoint.open(request.out())) {
            for (StoredTensor tensor : aligned.tensors().values())
                if (tensor.shape().rank() == 2)
                    findings.add(finding(
                            pair,
                            base.require(tensor.name()),
                            tensor,
                            hardened.require(tensor.name()),
                            request.extrapolation().alpha()));
        }
        return new Outcome(findings, report);
    }

    private static Finding finding(
            PlantedPair pair, StoredTensor base, StoredTensor aligned, StoredTensor hardened, double alpha)
            throws IOException {
        double[] planted = PlantedShape.SMALL.sigma();
        try (NativeScope scope = new NativeScope()) {
            RowPanels delta = StoredDelta.of(base, aligned).resident(scope);
            TruncatedSvd svd = Svd.truncated(delta, planted.length, Svd.TOLERANCE, false, scope);
            double moved = StoredDelta.of(aligned, hardened).resident(scope).frobenius();
            double kept = 0;
            for (double s : svd.sigma()) kept += s * s;
            double overlap = pair.delta(aligned.info()).overlap(svd.u().toArray(), svd.rank());
            return new Finding(
                    aligned.name(),
                    delta.rows(),
                    delta.cols(),
                    planted,
                    svd.sigma(),
                    overlap,
                    moved / (alpha * Math.sqrt(kept)));
        }
    }
}
