// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.CheckpointWriter;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.util.Map;

/** A whole checkpoint: every tensor of the model, hardened or copied. */
final class CheckpointResult implements Result {
    private final HardenPlan plan;
    private final CheckpointWriter writer;

    private CheckpointResult(HardenPlan plan, CheckpointWriter writer) {
        this.plan = plan;
        this.writer = writer;
    }

    static CheckpointResult open(HardenPlan plan, OutputFolder folder) throws IOException {
        return new CheckpointResult(plan, CheckpointWriter.open(folder, plan.layout()));
    }

    @Override
    public Map<String, ObjectNode> finished() {
        return writer.finished();
    }

    @Override
    public TensorOutcome put(TensorJob job, JobInputs inputs, TensorHardener hands) throws IOException {
        TensorSink sink = writer.tensor(job.name());
        TensorOutcome outcome;
        if (job instanceof TensorJob.Extrapolate e) {
            outcome = extrapolate(inputs, e, hands, sink);
        } else if (job instanceof TensorJob.Adapt a) {
            outcome = adapt(inputs, a, hands, sink);
        } else {
            hands.emitter().copy(inputs.start(), sink);
            outcome = TensorOutcome.copied(((TensorJob.Copy) job).reason());
        }
        writer.finish(sink, outcome.toJson());
        return outcome;
    }

    private TensorOutcome extrapolate(
            JobInputs inputs, TensorJob.Extrapolate job, TensorHardener hands, TensorSink sink) throws IOException {
        TensorOutcome all = null;
        for (long matrix = 0; matrix < job.matrices(); matrix++) {
            try (NativeScope scope = new NativeScope()) {
                MatrixUpdate update = hands.extrapolation(inputs, job, matrix, scope);
                hands.emitter().rows(inputs.start(), matrix, 0, job.rows(), update.rows(scope), sink);
                hands.emitter()
                        .rows(inputs.start(), matrix, job.rows(), job.shape().dim(-2), null, sink);
                all = all == null ? update.outcome() : all.and(update.outcome());
            }
        }
        return all == null ? TensorOutcome.copied("empty") : all;
    }

    private static TensorOutcome adapt(JobInputs inputs, TensorJob.Adapt job, TensorHardener hands, TensorSink sink)
            throws IOException {
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = hands.adaptation(job.pair(), scope);
            hands.emitter().rows(inputs.start(), 0, 0, job.shape().dim(0), update.rows(scope), sink);
            return update.outcome();
        }
    }

    @Override
    public long commit(Map<String, byte[]> extra) throws IOException {
        writer.commit(extra);
        return plan.layout().bytes();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
