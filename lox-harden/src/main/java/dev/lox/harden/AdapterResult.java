// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.AdapterWriter;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.FloatCodec;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PEFT LoRA adapter. On a whole aligned model it holds α·Proj_k(ΔW) and goes on top of it; made from an adapter it
 * takes that one's place on the base.
 */
final class AdapterResult implements Result {
    private static final String PREFIX = "base_model.model.";

    private final HardenPlan plan;
    private final AdapterWriter writer;
    private final DType dtype;

    private AdapterResult(HardenPlan plan, AdapterWriter writer) {
        this.plan = plan;
        this.writer = writer;
        this.dtype = plan.request().dtype().orElse(DType.F32);
    }

    static AdapterResult open(HardenPlan plan, OutputFolder folder) throws IOException {
        return new AdapterResult(plan, AdapterWriter.open(folder));
    }

    @Override
    public Map<String, ObjectNode> finished() {
        return writer.finished();
    }

    @Override
    public TensorOutcome put(TensorJob job, TensorHardener hands) throws IOException {
        List<TensorSink> sinks = new ArrayList<>();
        TensorOutcome outcome;
        try (NativeScope scope = new NativeScope()) {
            if (job instanceof TensorJob.Extrapolate e && plan.adapter().isPresent()) {
                // Saved whole by the adapter (modules_to_save): hardened whole.
                TensorHardener.Update update = hands.extrapolation(e, 0, scope);
                TensorSink sink = writer.tensor(
                        e.start().name(), plan.request().stored(e.start().dtype()), e.shape());
                hands.emitter().rows(e.start(), 0, 0, e.rows(), update.rows(scope), sink);
                hands.emitter().rows(e.start(), 0, e.rows(), e.shape().dim(0), null, sink);
                sinks.add(sink);
                outcome = update.outcome();
            } else if (job instanceof TensorJob.Extrapolate e) {
                TensorHardener.Update update = hands.extrapolation(e, 0, scope);
                if (update.update() != null)
                    sinks.addAll(factors(
                            job.name(),
                            e.shape().dim(0),
                            update.update(),
                            Checkpoint.isInputEmbedding(job.name()),
                            false));
                if (update.update() != null
                        && Checkpoint.isInputEmbedding(job.name())
                        && plan.model().tied())
                    sinks.addAll(factors("lm_head.weight", e.shape().dim(0), update.update(), false, false));
                outcome = update.outcome();
            } else if (job instanceof TensorJob.Adapt a) {
                TensorHardener.Update update = hands.adaptation(a.pair(), scope);
                boolean embedding = a.pair().a().name().contains("lora_embedding_");
                if (update.update() != null)
                    sinks.addAll(factors(
                            job.name(),
                            a.shape().dim(0),
                            update.update(),
                            embedding,
                            a.pair().transposed()));
                if (isSaved(a.start())) sinks.add(saved(a.start(), hands));
                outcome = update.outcome();
            } else {
                TensorJob.Copy copy = (TensorJob.Copy) job;
                if (isSaved(copy.start())) sinks.add(saved(copy.start(), hands));
                outcome = TensorOutcome.copied(copy.reason());
            }
        }
        writer.finish(job.name(), sinks, outcome.toJson());
        return outcome;
    }

    private boolean isSaved(StoredTensor tensor) {
        return plan.adapter().isPresent() && plan.adapter().get().saved().containsValue(tensor);
    }

    /** Under the name it has in the adapter that was given. */
    private TensorSink saved(StoredTensor tensor, TensorHardener hands) throws IOException {
        TensorSink sink = writer.tensor(tensor.name(), plan.request().stored(tensor.dtype()), tensor.shape());
        hands.emitter().copy(tensor, sink);
        return sink;
    }

    /** The pair of factors of L·Rᵀ [m, n], under PEFT's names; an embedding's delta is (BA)ᵀ, and so is a transposed layer's. */
    private List<TensorSink> factors(String weight, long rows, LowRank update, boolean embedding, boolean transposed)
            throws IOException {
        String module = PREFIX + weight.substring(0, weight.length() - ".weight".length());
        boolean turned = embedding || transposed;
        FloatMatrix b = turned ? update.right() : update.left();
        FloatMatrix a = turned ? update.left() : update.right();
        // Rows the base does not have are left as they are in the aligned model.
        long rowsOfA = turned ? rows : a.rows();
        long rowsOfB = turned ? b.rows() : rows;
        return List.of(
                write(module + (embedding ? ".lora_embedding_A" : ".lora_A.weight"), a, rowsOfA, true),
                write(module + (embedding ? ".lora_embedding_B" : ".lora_B.weight"), b, rowsOfB, false));
    }

    private TensorSink write(String name, FloatMatrix factor, long rows, boolean transpose) throws IOException {
        int k = factor.cols();
        int n = Math.toIntExact(rows);
        float[] stored = new float[Math.multiplyExact(n, k)];
        float[] values = new float[Math.toIntExact(factor.rows() * k)];
        factor.get(0, Math.toIntExact(factor.rows()), values);
        for (int r = 0; r < factor.rows(); r++)
            for (int i = 0; i < k; i++) stored[transpose ? i * n + r : r * k + i] = values[r * k + i];
        float largest = 0;
        for (float v : values) largest = Math.max(largest, Math.abs(v));
        TensorEmitter.checkFits(name, dtype, largest);
        TensorSink sink = writer.tensor(name, dtype, transpose ? Shape.of(k, n) : Shape.of(n, k));
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(stored.length, dtype.bytes()));
        FloatCodec.encode(dtype, stored, bytes, stored.length);
        sink.write(bytes.flip());
        return sink;
    }

    @Override
    public long commit(Map<String, byte[]> extra) throws IOException {
        Map<String, TensorInfo> entries = writer.entries();
        writer.commit(AdapterConfig.of(plan, entries.values()), extra);
        return entries.values().stream().mapToLong(TensorInfo::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
