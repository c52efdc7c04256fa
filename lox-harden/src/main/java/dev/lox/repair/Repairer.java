// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.CheckpointWriter;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.TensorSink;
import dev.lox.harden.InputDigests;
import dev.lox.harden.OutputRun;
import dev.lox.harden.Progress;
import dev.lox.harden.TensorLoop;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;

/** Carries out a plan. */
public final class Repairer {
    private Repairer() {}

    /**
     * Makes the result appear whole at its target, or leaves what is finished for a later resume.
     *
     * @throws dev.lox.harden.BadTensorException if a tensor's values cannot be used; nothing is left then
     * @throws IOException if reading or writing failed
     */
    public static RepairReport run(RepairPlan plan, Progress progress) throws IOException, InterruptedException {
        RepairRequest request = plan.request();
        return OutputRun.into(
                request.out(),
                plan.job(),
                request.existing(),
                plan.outputBytes(),
                folder -> fill(plan, folder, progress));
    }

    private static RepairReport fill(RepairPlan plan, OutputFolder folder, Progress progress)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        RepairRequest request = plan.request();
        InputDigests digests = new InputDigests(plan.files());
        try (CheckpointWriter writer = CheckpointWriter.open(folder, plan.layout())) {
            TensorLoop.Made<RepairOutcome> made = new TensorLoop<>(
                            plan.jobs(), new Repairing(request, writer), digests, request.maxMemory(), progress)
                    .run(writer.finished(), request.threads());
            writer.commit(RepairRecord.files(plan, made.outcomes(), digests));
            return new RepairReport(
                    made.outcomes(),
                    plan.outputBytes(),
                    made.resumed(),
                    (System.nanoTime() - begun) / 1e9,
                    NativeScope.peakBytes());
        }
    }

    private record Repairing(RepairRequest request, CheckpointWriter writer)
            implements TensorLoop.Task<RepairJob, RepairOutcome> {
        @Override
        public long footprint(RepairJob job) {
            return RepairFootprint.of(request).of(job);
        }

        @Override
        public boolean isHeld(RepairJob job) {
            return RepairFootprint.of(request).isHeld(job);
        }

        @Override
        public RepairOutcome recorded(ObjectNode outcome) {
            return RepairOutcome.fromJson(outcome);
        }

        @Override
        public TensorLoop.Hands<RepairJob, RepairOutcome> hands(NativePool pool) {
            TensorRepairer hands = new TensorRepairer(request, pool);
            return (job, inputs) -> {
                TensorSink sink = writer.tensor(job.name());
                RepairOutcome outcome = hands.make(job, inputs, sink);
                writer.finish(sink, outcome.toJson());
                return outcome;
            };
        }
    }
}
