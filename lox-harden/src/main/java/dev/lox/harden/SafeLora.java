// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Setting;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.util.List;

/**
 * W = W_aligned + C·D for matrices where the cosine between D = W_ft − W_aligned and C·D is below a threshold, else W_ft;
 * C = V·Vᵀ / ‖V‖_F, V = W_aligned − W_base (SafeLoRA, Hsu et al. 2024, arXiv 2405.16833, as in its authors' code: they
 * divide by the norm of V, so C also scales and is no projection).
 *
 * @param threshold a cosine, from -1 to 1
 */
public record SafeLora(double threshold) implements WeightMethod {
    /** The value in the authors' code. */
    public static final SafeLora DEFAULT = new SafeLora(0.5);

    public SafeLora {
        if (!(threshold >= -1 && threshold <= 1))
            throw new IllegalArgumentException("a cosine is between -1 and 1: " + threshold);
    }

    @Override
    public String label() {
        return "safelora";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.FINETUNED, Role.ALIGNED, Role.BASE);
    }

    @Override
    public ObjectNode describe(ObjectNode options) {
        return options.put("method", label()).put("threshold", threshold);
    }

    @Override
    public String caption() {
        return "SafeLoRA, threshold " + threshold;
    }

    @Override
    public String card() {
        return "# Repaired with LoX\n\nWhere fine-tuning had moved the weights away from what alignment changed, its"
                + " update was projected:\n"
                + "W = W_aligned + C·(W_ft − W_aligned), C = V·Vᵀ / ‖V‖_F, V = W_aligned − W_base, for matrices with a"
                + " cosine\nbelow " + threshold + " (SafeLoRA, arXiv 2405.16833).";
    }

    @Override
    public long workBytes(long rows, int cols, Numerics numerics) {
        return AlignmentProjection.workBytes(rows, cols);
    }

    @Override
    public TensorOutcome write(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor, TensorSink sink)
            throws IOException {
        TensorOutcome all = null;
        for (long matrix = 0; matrix < job.matrices(); matrix++) {
            TensorOutcome one = write(job, inputs, matrix, editor, sink);
            all = all == null ? one : all.and(one);
        }
        return all == null ? new TensorOutcome.Copied("empty") : all;
    }

    private TensorOutcome write(
            TensorJob.Edit job, TensorInputs inputs, long matrix, TensorEditor editor, TensorSink sink)
            throws IOException {
        TensorBytes aligned = inputs.get(job.index(Role.ALIGNED));
        StoredDelta alignment = StoredDelta.between(inputs.get(job.index(Role.BASE)), aligned, matrix);
        StoredDelta tuning = StoredDelta.between(aligned, inputs.start(), matrix);
        try (NativeScope scope = editor.scope()) {
            AlignmentProjection projection = AlignmentProjection.of(alignment, tuning, scope);
            checkFinite(job, projection.norm());
            TensorOutcome outcome = new TensorOutcome.Copied("unaligned");
            if (projection.norm() > 0) {
                outcome = outcome(Closeness.of(tuning, projection), job);
            }
            boolean projects = outcome.changed();
            editor.emitter()
                    .rows(
                            projects ? aligned : inputs.start(),
                            matrix,
                            0,
                            job.rows(),
                            projects ? projection : null,
                            sink);
            return outcome;
        }
    }

    private TensorOutcome outcome(Closeness closeness, TensorJob.Edit job) {
        checkFinite(job, closeness.norm());
        if (closeness.norm() == 0) return new TensorOutcome.Copied("unchanged");
        boolean projects = closeness.cosine() < threshold;
        return new TensorOutcome.Projected(projects ? closeness.distance() : 0, closeness.cosine(), projects ? 1 : 0);
    }

    private static void checkFinite(TensorJob.Edit job, double norm) {
        if (!Double.isFinite(norm))
            throw new InvalidTensorException(
                    "tensor %s: holds NaN or infinity in one of the models; repair it or name it in %s",
                    job.name(), Setting.of("exclude"));
    }
}
