// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.CheckpointWriter;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.util.Map;

/** A whole checkpoint: every tensor of the model, edited or copied. */
final class CheckpointResult implements Result {
    private final EditPlan plan;
    private final CheckpointWriter writer;

    private CheckpointResult(EditPlan plan, CheckpointWriter writer) {
        this.plan = plan;
        this.writer = writer;
    }

    static CheckpointResult open(EditPlan plan, OutputFolder folder) throws IOException {
        return new CheckpointResult(plan, CheckpointWriter.open(folder, plan.layout()));
    }

    @Override
    public Map<String, ObjectNode> finished() {
        return writer.finished();
    }

    @Override
    public TensorOutcome copy(TensorJob.Copy job, TensorInputs inputs, TensorEditor editor) throws IOException {
        TensorSink sink = writer.tensor(job.name());
        editor.emitter().copy(inputs.start(), sink);
        return finish(sink, new TensorOutcome.Copied(job.reason()));
    }

    @Override
    public TensorOutcome edit(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor) throws IOException {
        TensorSink sink = writer.tensor(job.name());
        return finish(sink, plan.request().method().write(job, inputs, editor, sink));
    }

    @Override
    public TensorOutcome adapt(TensorJob.Adapt job, TensorInputs inputs, TensorEditor editor) throws IOException {
        TensorSink sink = writer.tensor(job.name());
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = editor.adaptation(job.pair(), scope);
            editor.emitter().rows(inputs.start(), 0, 0, job.shape().dim(0), update.rows(scope), sink);
            return finish(sink, update.outcome());
        }
    }

    private TensorOutcome finish(TensorSink sink, TensorOutcome outcome) throws IOException {
        writer.finish(sink, outcome.toJson());
        return outcome;
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
