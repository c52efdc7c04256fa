// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.TensorSink;
import dev.lox.harden.Arithmetic;
import dev.lox.harden.BadTensorException;
import dev.lox.harden.JobInputs;
import dev.lox.harden.MatrixUpdate;
import dev.lox.harden.RowUpdate;
import dev.lox.harden.StoredDelta;
import dev.lox.harden.TensorBytes;
import dev.lox.harden.TensorEmitter;
import dev.lox.linalg.FloatCodec;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One worker's hands: repairs one matrix at a time. */
final class TensorRepairer {
    private static final int ELEMENTS = 1 << 16;

    private final Method method;
    private final RepairFootprint footprint;
    private final NativePool pool;
    private final TensorEmitter emitter = new TensorEmitter(Arithmetic.FAITHFUL);

    TensorRepairer(RepairRequest request, NativePool pool) {
        this.method = request.method();
        this.footprint = RepairFootprint.of(request);
        this.pool = pool;
    }

    RepairOutcome make(RepairJob job, JobInputs inputs, TensorSink sink) throws IOException {
        if (job instanceof RepairJob.Mend mend) return mend(mend, inputs, sink);
        emitter.copy(inputs.start(), sink);
        return RepairOutcome.copied(((RepairJob.Copy) job).reason());
    }

    private RepairOutcome mend(RepairJob.Mend job, JobInputs inputs, TensorSink sink) throws IOException {
        if (method instanceof Method.WiseFt wise) return averaged(job, wise.alpha(), inputs, sink);
        RepairOutcome all = null;
        for (long matrix = 0; matrix < job.shape().matrices(); matrix++) {
            RepairOutcome one = method instanceof Method.Resta resta
                    ? realigned(job, resta, inputs, matrix, sink)
                    : projected(job, (Method.SafeLora) method, inputs, matrix, sink);
            all = all == null ? one : all.and(one);
        }
        return all == null ? RepairOutcome.copied("empty") : all;
    }

    /** In f64: the weights of two models are added, not a small update to large weights. */
    private RepairOutcome averaged(RepairJob.Mend job, double alpha, JobInputs inputs, TensorSink sink)
            throws IOException {
        double[] finetuned = new double[ELEMENTS];
        double[] aligned = new double[ELEMENTS];
        double squares = 0;
        long n = job.shape().elements();
        for (long at = 0; at < n; at += ELEMENTS) {
            int count = (int) Math.min(ELEMENTS, n - at);
            decode(inputs.start(), at, count, finetuned);
            decode(inputs.get(RepairJob.Mend.ALIGNED), at, count, aligned);
            for (int i = 0; i < count; i++) {
                double step = (1 - alpha) * (aligned[i] - finetuned[i]);
                squares += step * step;
                finetuned[i] = (1 - alpha) * aligned[i] + alpha * finetuned[i];
            }
            emitter.emit(job.name(), finetuned, count, sink);
        }
        return squares == 0
                ? RepairOutcome.copied("unchanged")
                : RepairOutcome.moved("averaged", Math.sqrt(squares), 0);
    }

    private static void decode(TensorBytes from, long at, int count, double[] to) throws IOException {
        DType dtype = from.tensor().dtype();
        FloatCodec.decode(dtype, from.at(at * dtype.bytes(), count * dtype.bytes()), to, count);
    }

    private RepairOutcome realigned(
            RepairJob.Mend job, Method.Resta resta, JobInputs inputs, long matrix, TensorSink sink) throws IOException {
        StoredDelta delta = alignment(inputs, matrix);
        try (NativeScope scope = new NativeScope()) {
            MatrixUpdate update;
            try (NativeScope work = new NativeScope(pool)) {
                boolean resident = footprint.isResident(job);
                RowPanels panels = resident ? delta.resident(work) : delta.streamed(work, (weights, n) -> {});
                update = RepairFootprint.extrapolator(resta).of(delta, panels, job.name(), matrix, work, scope);
            }
            emitter.rows(inputs.start(), matrix, 0, job.rows(), update.rows(scope), sink);
            if (!update.outcome().hardened()) return RepairOutcome.copied("unchanged");
            double kept =
                    Math.sqrt(update.outcome().energy()) * update.outcome().frobenius();
            return RepairOutcome.moved(
                    "realigned",
                    Math.abs(resta.alpha()) * kept,
                    update.outcome().rank());
        }
    }

    private RepairOutcome projected(
            RepairJob.Mend job, Method.SafeLora method, JobInputs inputs, long matrix, TensorSink sink)
            throws IOException {
        StoredDelta tuning = StoredDelta.between(inputs.get(RepairJob.Mend.ALIGNED), inputs.start(), matrix);
        try (NativeScope scope = new NativeScope(pool)) {
            AlignmentProjection projection = AlignmentProjection.of(alignment(inputs, matrix), tuning, scope);
            checkFinite(job, projection.norm());
            RepairOutcome outcome = RepairOutcome.copied("unaligned");
            @Nullable RowUpdate update = null;
            if (projection.norm() > 0) {
                Closeness closeness = Closeness.of(tuning, projection);
                checkFinite(job, closeness.norm());
                boolean below = closeness.cosine() < method.threshold();
                if (closeness.norm() == 0) outcome = RepairOutcome.copied("unchanged");
                else outcome = below ? RepairOutcome.projected(closeness) : RepairOutcome.kept(closeness);
                if (outcome.repaired()) update = projection;
            }
            TensorBytes from = update == null ? inputs.start() : inputs.get(RepairJob.Mend.ALIGNED);
            emitter.rows(from, matrix, 0, job.rows(), update, sink);
            return outcome;
        }
    }

    private static StoredDelta alignment(JobInputs inputs, long matrix) {
        return StoredDelta.between(inputs.get(RepairJob.Mend.BASE), inputs.get(RepairJob.Mend.ALIGNED), matrix);
    }

    private static void checkFinite(RepairJob.Mend job, double norm) {
        if (!Double.isFinite(norm))
            throw new BadTensorException(
                    "tensor " + job.name() + ": holds NaN or infinity in one of the models; repair or --exclude it");
    }
}
