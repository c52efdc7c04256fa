// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Methods that add a part of the alignment delta: W = W_target + α·Proj_k(ΔW), ΔW = W_aligned − W_base. */
sealed interface DeltaMethod extends WeightMethod permits Lox, RandomControl, Resta, Truncate {
    Extrapolation extrapolation();

    @Override
    default Optional<DeltaMethod> delta() {
        return Optional.of(this);
    }

    @Override
    default ObjectNode describe(ObjectNode options) {
        options.put("method", label());
        extrapolation().describe(options);
        return options;
    }

    /** What is done to a matrix whose delta is not zero, for the record. */
    default String treatment() {
        return "extrapolated";
    }

    /**
     * The record of one matrix.
     *
     * @param moved Frobenius norm of what is added
     */
    default TensorOutcome outcome(TensorOutcome.Extrapolated figures, double moved) {
        return figures;
    }

    @Override
    default void check(Problems problems) {
        extrapolation().check(problems);
    }

    /**
     * What is added to a matrix.
     *
     * @param svd leading triplets of ΔW, as many as are kept
     * @param matrix which of the tensor's matrices
     * @param scope owner of the result
     */
    default LowRank update(TruncatedSvd svd, String tensor, long matrix, NativeScope scope) {
        double[] weights = svd.sigma().clone();
        for (int i = 0; i < weights.length; i++)
            weights[i] *= extrapolation().coefficient(svd.sigma(), weights.length, i);
        return LowRank.of(svd, weights, scope);
    }

    /**
     * What is added to the base of an adapter: its own delta and this method's part of it.
     *
     * @param svd all triplets of B·A, to be multiplied by the adapter's scaling
     * @param kept how many of them the method keeps
     * @param scope owner of the result
     */
    default LowRank adapted(TruncatedSvd svd, LoraPair pair, int kept, NativeScope scope) {
        double[] weights = new double[svd.sigma().length];
        for (int i = 0; i < weights.length; i++) {
            double added = i < kept ? extrapolation().coefficient(svd.sigma(), kept, i) : 0;
            weights[i] = svd.sigma()[i] * pair.scaling() * (1 + added);
        }
        return LowRank.of(svd, weights, scope);
    }

    /** Rank of {@link #adapted} for factors of a rank, if it is known before their spectrum. */
    default int adaptedRank(int rank) {
        return rank;
    }

    @Override
    default long workBytes(long rows, int cols, Numerics numerics) {
        RankChoice rank = extrapolation().rank();
        long chunk = 16L * Chunk.rows(cols) * cols;
        if (rank.isFull()) return chunk;
        OptionalInt fixed = rank.fixed();
        boolean iterates = !numerics.exact() && fixed.isPresent() && Svd.isIterative(rows, cols, fixed.getAsInt());
        return chunk + Svd.workBytes(rows, cols, iterates ? fixed.getAsInt() : 0);
    }

    @Override
    default boolean keepsDelta() {
        return !extrapolation().rank().isFull();
    }

    @Override
    default TensorOutcome write(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor, TensorSink sink)
            throws IOException {
        TensorOutcome all = null;
        for (long matrix = 0; matrix < job.matrices(); matrix++) {
            try (NativeScope scope = new NativeScope()) {
                MatrixUpdate update = editor.update(this, job, inputs, matrix, scope);
                editor.emitter().rows(inputs.start(), matrix, 0, job.rows(), update.rows(scope), sink);
                editor.emitter()
                        .rows(inputs.start(), matrix, job.rows(), job.shape().dim(-2), null, sink);
                all = all == null ? update.outcome() : all.and(update.outcome());
            }
        }
        return all == null ? new TensorOutcome.Copied("empty") : all;
    }
}
