// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.AdapterWriter;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.PeftAdapter;
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

    /** What one job puts into the adapter; factors of a rank that is not known yet count nothing. */
    static long bytes(TensorJob job, HardenPlan plan) {
        HardenRequest request = plan.request();
        long element = request.dtype().orElse(DType.F32).bytes();
        long sides =
                job.shape().rank() < 2 ? 0 : job.shape().dim(0) + job.shape().dim(-1);
        boolean saved =
                plan.adapter().isPresent() && plan.adapter().get().saved().containsValue(job.start());
        long whole = saved
                ? job.shape().elements() * request.stored(job.start().dtype()).bits() / 8
                : 0;
        if (job instanceof TensorJob.Adapt a) return whole + element * rank(a, request.extrapolation()) * sides;
        if (saved
                || !(job instanceof TensorJob.Extrapolate)
                || !(request.extrapolation().rank() instanceof RankChoice.Fixed fixed)) return whole;
        boolean twice = Checkpoint.isInputEmbedding(job.name()) && plan.model().tied();
        return element
                * Math.min(
                        fixed.rank(), Math.min(job.shape().dim(0), job.shape().dim(-1)))
                * sides
                * (twice ? 2 : 1);
    }

    /** Of the factors written for factors given: random directions come on top of theirs. */
    private static int rank(TensorJob.Adapt job, Extrapolation extrapolation) {
        int rank = job.pair().rank();
        if (!(extrapolation.direction() instanceof Direction.Random)) return rank;
        return extrapolation.rank() instanceof RankChoice.Fixed fixed ? rank + Math.min(fixed.rank(), rank) : rank;
    }

    @Override
    public Map<String, ObjectNode> finished() {
        return writer.finished();
    }

    @Override
    public TensorOutcome put(TensorJob job, JobInputs inputs, TensorHardener hands) throws IOException {
        List<TensorSink> sinks = new ArrayList<>();
        TensorOutcome outcome;
        if (job instanceof TensorJob.Extrapolate e) outcome = extrapolate(inputs, e, hands, sinks);
        else if (job instanceof TensorJob.Adapt a) outcome = adapt(a, hands, sinks);
        else outcome = TensorOutcome.copied(((TensorJob.Copy) job).reason());
        // What the adapter saved whole and is not hardened: biases, base layers of embeddings.
        if (!(job instanceof TensorJob.Extrapolate) && isSaved(job.start())) {
            TensorSink sink = saved(job.start());
            hands.emitter().copy(inputs.start(), sink);
            sinks.add(sink);
        }
        writer.finish(job.name(), sinks, outcome.toJson());
        return outcome;
    }

    private TensorOutcome extrapolate(
            JobInputs inputs, TensorJob.Extrapolate job, TensorHardener hands, List<TensorSink> sinks)
            throws IOException {
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = hands.extrapolation(inputs, job, 0, scope);
            if (plan.adapter().isPresent()) {
                // Saved whole by the adapter (modules_to_save): hardened whole.
                TensorSink sink = saved(job.start());
                hands.emitter().rows(inputs.start(), 0, 0, job.rows(), update.rows(scope), sink);
                hands.emitter().rows(inputs.start(), 0, job.rows(), job.shape().dim(0), null, sink);
                sinks.add(sink);
            } else if (update.factors() != null) {
                boolean embedding = Checkpoint.isInputEmbedding(job.name());
                long rows = job.shape().dim(0);
                sinks.addAll(factors(job.name(), rows, update.factors(), embedding, false));
                if (embedding && plan.model().tied())
                    sinks.addAll(factors("lm_head.weight", rows, update.factors(), false, false));
            }
            return update.outcome();
        }
    }

    private TensorOutcome adapt(TensorJob.Adapt job, TensorHardener hands, List<TensorSink> sinks) throws IOException {
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = hands.adaptation(job.pair(), scope);
            boolean embedding = job.pair().a().name().contains("lora_embedding_");
            if (update.factors() != null)
                sinks.addAll(factors(
                        job.name(),
                        job.shape().dim(0),
                        update.factors(),
                        embedding,
                        job.pair().transposed()));
            return update.outcome();
        }
    }

    private boolean isSaved(StoredTensor tensor) {
        return plan.adapter().isPresent() && plan.adapter().get().saved().containsValue(tensor);
    }

    /** Under the name it has in the adapter that was given. */
    private TensorSink saved(StoredTensor tensor) {
        return writer.tensor(tensor.name(), plan.request().stored(tensor.dtype()), tensor.shape());
    }

    /** The pair of factors of L·Rᵀ [m, n], under PEFT's names; an embedding's delta is (BA)ᵀ, and so is a transposed layer's. */
    private List<TensorSink> factors(String weight, long rows, LowRank update, boolean embedding, boolean transposed)
            throws IOException {
        String module = PeftAdapter.PREFIX + weight.substring(0, weight.length() - ".weight".length());
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
