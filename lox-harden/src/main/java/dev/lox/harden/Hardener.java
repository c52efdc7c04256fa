// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries out a plan. */
public final class Hardener {
    private final HardenPlan plan;
    private final Progress progress;

    private Hardener(HardenPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Makes the result appear whole at its target, or leaves what is finished for a later resume.
     *
     * @throws BadTensorException if a tensor's values cannot be hardened; nothing is left then
     * @throws IOException if reading or writing failed
     */
    public static HardenReport run(HardenPlan plan, Progress progress) throws IOException, InterruptedException {
        HardenRequest request = plan.request();
        Hardener hardener = new Hardener(plan, progress);
        return OutputRun.into(request.out(), plan.job(), request.existing(), plan.outputBytes(), hardener::fill);
    }

    private HardenReport fill(OutputFolder folder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HardenRequest request = plan.request();
        List<SafetensorsFile> files = new ArrayList<>(plan.baseFiles());
        files.addAll(plan.alignedFiles());
        InputDigests digests = new InputDigests(files);
        try (Result result = Result.open(plan, folder)) {
            TensorLoop.Made<TensorOutcome> made = new TensorLoop<>(
                            plan.jobs(), new Hardening(request, result), digests, request.maxMemory(), progress)
                    .run(result.finished(), request.threads());
            List<String> warnings = RoundingLoss.warnings(plan, made.outcomes());
            Map<Path, String> baseDigests = digests.finish(plan.baseFiles());
            Map<Path, String> alignedDigests = digests.finish(plan.alignedFiles());
            long bytes = result.commit(Provenance.files(plan, made.outcomes(), baseDigests, alignedDigests));
            return new HardenReport(
                    made.outcomes(),
                    bytes,
                    made.resumed(),
                    (System.nanoTime() - begun) / 1e9,
                    NativeScope.peakBytes(),
                    warnings);
        }
    }

    private record Hardening(HardenRequest request, Result result)
            implements TensorLoop.Task<TensorJob, TensorOutcome> {
        @Override
        public long footprint(TensorJob job) {
            return Footprint.of(job, request);
        }

        @Override
        public boolean isHeld(TensorJob job) {
            return Footprint.isHeld(job, request);
        }

        @Override
        public TensorOutcome recorded(ObjectNode outcome) {
            return TensorOutcome.fromJson(outcome);
        }

        @Override
        public TensorLoop.Hands<TensorJob, TensorOutcome> hands(NativePool pool) {
            TensorHardener hands = new TensorHardener(request, pool);
            return (job, inputs) -> result.put(job, inputs, hands);
        }
    }
}
