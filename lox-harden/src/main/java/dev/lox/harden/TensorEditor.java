// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.TensorOutcome.Extrapolated;
import dev.lox.linalg.DoubleMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/** One worker: computes what is added to one matrix at a time. */
final class TensorEditor {
    private final EditRequest request;
    private final Footprint footprint;
    private final NativePool pool;
    private final TensorEmitter emitter;

    /** @param pool where blocks of memory for the work come from */
    TensorEditor(EditRequest request, NativePool pool) {
        this.request = request;
        this.footprint = new Footprint(request);
        this.pool = pool;
        this.emitter = new TensorEmitter(request.numerics().arithmetic());
    }

    TensorEmitter emitter() {
        return emitter;
    }

    /** Memory for one matrix, from the worker's pool. */
    NativeScope scope() {
        return new NativeScope(pool);
    }

    /**
     * What a method adds to one matrix of a tensor.
     *
     * @param scope owner of the result
     */
    MatrixUpdate update(DeltaMethod method, TensorJob.Edit job, TensorInputs inputs, long matrix, NativeScope scope)
            throws IOException {
        Numerics numerics = request.numerics();
        StoredDelta delta = new StoredDelta(
                inputs.get(job.index(Role.BASE)),
                inputs.get(job.index(Role.ALIGNED)),
                matrix,
                job.rows(),
                numerics.arithmetic());
        DType from = job.start().dtype();
        RoundingLoss loss =
                new RoundingLoss(from, numerics.arithmetic() == Arithmetic.REFERENCE ? from : numerics.stored(from));
        try (NativeScope work = scope()) {
            boolean resident = footprint.isResident(job);
            CastNoise noise = delta.castNoise();
            StoredDelta.Glance glance = (change, weights, n) -> {
                loss.add(weights, n);
                noise.add(change, weights, n);
            };
            RowPanels panels = resident ? delta.resident(work, glance) : delta.streamed(work, glance);
            if (resident && job.matrices() == 1) inputs.releaseAllButStart();
            double norm = panels.frobenius();
            if (norm == 0) return MatrixUpdate.none();
            RankChoice rank = method.extrapolation().rank();
            if (rank.isFull()) {
                double alpha = method.extrapolation().alpha();
                return new MatrixUpdate(
                        null,
                        alpha == 0 ? null : RowUpdate.of(delta, alpha),
                        method.outcome(
                                new Extrapolated(
                                        method.treatment(), -1, norm, 1, 0, 0, true, loss.norm(), noise.norm()),
                                Math.abs(alpha) * norm));
            }
            TruncatedSvd svd = Svd.truncated(panels, rank(rank, panels), numerics.tolerance(), numerics.exact(), work);
            double kept = Math.sqrt(Arrays.stream(svd.sigma()).map(s -> s * s).sum());
            double energy = Math.min(1, kept / norm * (kept / norm));
            return new MatrixUpdate(
                    method.update(svd, job.name(), matrix, scope),
                    null,
                    method.outcome(
                            new Extrapolated(
                                    method.treatment(),
                                    svd.rank(),
                                    norm,
                                    energy,
                                    svd.residual(),
                                    svd.error(),
                                    svd.exact(),
                                    loss.norm(),
                                    noise.norm()),
                            method.extrapolation().distance(svd.sigma(), svd.rank())));
        }
    }

    private static int rank(RankChoice choice, RowPanels panels) throws IOException {
        OptionalInt fixed = choice.fixed();
        return fixed.isPresent() ? fixed.getAsInt() : choice.of(Svd.spectrum(panels), panels.rows(), panels.cols());
    }

    /**
     * s·BA of an adapter's factors and the method's part of it.
     *
     * @param scope owner of the result
     */
    MatrixUpdate adaptation(LoraPair pair, NativeScope scope) throws IOException {
        DeltaMethod method = request.method().delta().orElseThrow();
        try (NativeScope work = new NativeScope()) {
            DoubleMatrix left = factor(pair.b(), false, work);
            DoubleMatrix right = factor(pair.a(), true, work);
            TruncatedSvd svd = pair.transposed() ? Svd.ofProduct(right, left, work) : Svd.ofProduct(left, right, work);
            double[] sigma = Arrays.stream(svd.sigma())
                    .map(s -> s * Math.abs(pair.scaling()))
                    .toArray();
            double frobenius = norm(sigma, sigma.length);
            if (frobenius == 0) return MatrixUpdate.none();
            int kept = rank(method.extrapolation().rank(), sigma, pair.target());
            double share = norm(sigma, kept) / frobenius;
            LowRank update = method.adapted(svd, pair, kept, scope);
            return new MatrixUpdate(
                    update, null, new Extrapolated("adapted", kept, frobenius, share * share, 0, 0, true, 0, 0));
        }
    }

    private static int rank(RankChoice choice, double[] sigma, Shape target) {
        // The rest of the spectrum is zero, and so is its median: every direction of the adapter stands out of the
        // noise.
        double[] whole = Arrays.copyOf(sigma, (int) Math.min(target.dim(0), target.dim(1)));
        return Math.min(choice.of(whole, target.dim(0), target.dim(1)), sigma.length);
    }

    /** A factor in f64: as stored, [rows, cols], or transposed. */
    private DoubleMatrix factor(StoredTensor stored, boolean transpose, NativeScope work) throws IOException {
        int rows = Math.toIntExact(stored.shape().dim(0));
        int cols = Math.toIntExact(stored.shape().dim(1));
        double[] values = new double[Math.multiplyExact(rows, cols)];
        new MatrixReader(new TensorBytes(stored, null, new IoBuffer()), 0).read(0, rows, values);
        for (double value : values)
            if (!Double.isFinite(value))
                throw new InvalidTensorException(
                        "tensor %s: the adapter holds NaN or infinity; repair it", stored.name());
        DoubleMatrix matrix = transpose ? work.doubles(cols, rows) : work.doubles(rows, cols);
        if (transpose) {
            double[] turned = new double[values.length];
            for (int r = 0; r < rows; r++) for (int c = 0; c < cols; c++) turned[c * rows + r] = values[r * cols + c];
            matrix.set(turned);
        } else {
            matrix.set(values);
        }
        return matrix;
    }

    private static double norm(double[] sigma, int k) {
        double sum = 0;
        for (int i = 0; i < k; i++) sum += sigma[i] * sigma[i];
        return Math.sqrt(sum);
    }
}
