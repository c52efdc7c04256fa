// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
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
import java.util.OptionalInt;
import java.util.Set;

/**
 * A PEFT LoRA adapter. On a whole aligned model it holds α·Proj_k(ΔW) and goes on top of it; made from an adapter it
 * takes that one's place on the base.
 */
final class AdapterResult implements Result {
    private final EditPlan plan;
    private final AdapterWriter writer;
    private final DType dtype;

    private AdapterResult(EditPlan plan, AdapterWriter writer) {
        this.plan = plan;
        this.writer = writer;
        this.dtype = plan.request().numerics().dtype().orElse(DType.F32);
    }

    static AdapterResult open(EditPlan plan, OutputFolder folder) throws IOException {
        return new AdapterResult(plan, AdapterWriter.open(folder));
    }

    /** Model types built of transformers' Conv1D: their layers are [in, out]. */
    private static final Set<String> TRANSPOSED = Set.of("gpt2", "openai-gpt", "imagegpt", "decision_transformer");

    /** Refuses tensors whose updates PEFT cannot hold. */
    static void check(ModelSet models, List<TensorJob> jobs, Problems problems, List<String> notes) {
        boolean onAdapter = models.adapter().isPresent();
        Checkpoint model = models.get(Role.ALIGNED);
        String type = model.config().path("model_type").asText();
        if (!onAdapter && TRANSPOSED.contains(type))
            problems.add(
                    "%s: %s models store their layers transposed, which is not supported; leave it out",
                    Setting.of("format", "adapter"), type);
        for (TensorJob job : jobs) {
            if (!(job instanceof TensorJob.Edit)) continue;
            String name = job.name();
            if (job.shape().rank() != 2)
                problems.add(
                        "%s: %s has %s dimensions, an adapter holds matrices; pass %s or %s",
                        Setting.of("format", "adapter"),
                        name,
                        job.shape().rank(),
                        Setting.of("exclude"),
                        Setting.of("format", "checkpoint"));
            if (onAdapter) continue;
            if (!name.endsWith(".weight") || isOtherEmbedding(name))
                problems.add(
                        "%s: %s is no layer that peft can adapt; pass %s or %s",
                        Setting.of("format", "adapter"),
                        name,
                        Setting.of("exclude"),
                        Setting.of("format", "checkpoint"));
            if (Checkpoint.isInputEmbedding(name) && model.tied())
                notes.add(name + ": the output layer is tied to it and gets the same factors; load the adapter beside "
                        + "the model, merging would add both to one tensor");
        }
    }

    /** Position and type embeddings: peft keeps their factors under names of their own. */
    private static boolean isOtherEmbedding(String name) {
        return (name.contains("embed") || name.endsWith("wpe.weight")) && !Checkpoint.isInputEmbedding(name);
    }

    /** What one job puts into the adapter; factors whose rank is not known yet count nothing. */
    static long bytes(TensorJob job, EditPlan plan) {
        Numerics numerics = plan.request().numerics();
        DeltaMethod method = plan.request().method().delta().orElseThrow();
        Shape shape = job.shape();
        long element = numerics.dtype().orElse(DType.F32).bytes();
        long sides = shape.rank() < 2 ? 0 : shape.dim(0) + shape.dim(-1);
        boolean saved = isSaved(job.start(), plan);
        long whole =
                saved ? shape.elements() * numerics.stored(job.start().dtype()).bits() / 8 : 0;
        if (job instanceof TensorJob.Adapt a)
            return whole + element * method.adaptedRank(a.pair().rank()) * sides;
        OptionalInt fixed = method.extrapolation().rank().fixed();
        if (saved || !job.feedsAdapter() || fixed.isEmpty()) return whole;
        boolean twice = Checkpoint.isInputEmbedding(job.name()) && plan.target().tied();
        return element * Math.min(fixed.getAsInt(), Math.min(shape.dim(0), shape.dim(-1))) * sides * (twice ? 2 : 1);
    }

    @Override
    public Map<String, ObjectNode> finished() {
        return writer.finished();
    }

    @Override
    public TensorOutcome copy(TensorJob.Copy job, TensorInputs inputs, TensorEditor editor) throws IOException {
        return finish(job, saved(job, inputs, editor), new TensorOutcome.Copied(job.reason()));
    }

    @Override
    public TensorOutcome edit(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor) throws IOException {
        List<TensorSink> sinks = new ArrayList<>();
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = editor.update(plan.request().method().delta().orElseThrow(), job, inputs, 0, scope);
            if (plan.models().adapter().isPresent()) {
                // Saved whole by the adapter (modules_to_save): edited whole.
                TensorSink sink = saved(job.start());
                editor.emitter().rows(inputs.start(), 0, 0, job.rows(), update.rows(scope), sink);
                editor.emitter().rows(inputs.start(), 0, job.rows(), job.shape().dim(0), null, sink);
                sinks.add(sink);
            } else if (update.factors() != null) {
                boolean embedding = Checkpoint.isInputEmbedding(job.name());
                long rows = job.shape().dim(0);
                sinks.addAll(factors(job.name(), rows, update.factors(), embedding, false));
                if (embedding && plan.target().tied())
                    sinks.addAll(factors("lm_head.weight", rows, update.factors(), false, false));
            }
            return finish(job, sinks, update.outcome());
        }
    }

    @Override
    public TensorOutcome adapt(TensorJob.Adapt job, TensorInputs inputs, TensorEditor editor) throws IOException {
        List<TensorSink> sinks = new ArrayList<>();
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update = editor.adaptation(job.pair(), scope);
            boolean embedding = job.pair().a().name().contains("lora_embedding_");
            if (update.factors() != null)
                sinks.addAll(factors(
                        job.name(),
                        job.shape().dim(0),
                        update.factors(),
                        embedding,
                        job.pair().transposed()));
            sinks.addAll(saved(job, inputs, editor));
            return finish(job, sinks, update.outcome());
        }
    }

    private TensorOutcome finish(TensorJob job, List<TensorSink> sinks, TensorOutcome outcome) throws IOException {
        writer.finish(job.name(), sinks, outcome.toJson());
        return outcome;
    }

    /** What the adapter saved whole and is not edited: biases, base layers of embeddings. */
    private List<TensorSink> saved(TensorJob job, TensorInputs inputs, TensorEditor editor) throws IOException {
        if (!isSaved(job.start(), plan)) return List.of();
        TensorSink sink = saved(job.start());
        editor.emitter().copy(inputs.start(), sink);
        return List.of(sink);
    }

    private static boolean isSaved(StoredTensor tensor, EditPlan plan) {
        return plan.models()
                .adapter()
                .filter(a -> a.saved().containsValue(tensor))
                .isPresent();
    }

    /** Under the name it has in the adapter that was given. */
    private TensorSink saved(StoredTensor tensor) {
        return writer.tensor(tensor.name(), plan.request().numerics().stored(tensor.dtype()), tensor.shape());
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
