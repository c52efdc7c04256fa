// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.DoubleMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.util.Arrays;

/** One worker's hands: the subspace of one delta at a time. */
final class TensorHardener {
    private final HardenRequest request;
    private final NativePool pool;
    private final TensorEmitter emitter;
    private final Extrapolator extrapolator;

    TensorHardener(HardenRequest request, NativePool pool) {
        this.request = request;
        this.pool = pool;
        this.emitter = new TensorEmitter(request.arithmetic());
        this.extrapolator = request.extrapolator();
    }

    TensorEmitter emitter() {
        return emitter;
    }

    /** α·Proj_k(ΔW) of a stored delta. */
    MatrixUpdate extrapolation(JobInputs inputs, TensorJob.Extrapolate job, long matrix, NativeScope scope)
            throws IOException {
        StoredDelta delta = new StoredDelta(inputs.get(1), inputs.start(), matrix, job.rows(), request.arithmetic());
        DType from = job.start().dtype();
        RoundingLoss loss =
                new RoundingLoss(from, request.arithmetic() == Arithmetic.REFERENCE ? from : request.stored(from));
        try (NativeScope work = new NativeScope(pool)) {
            boolean resident = Footprint.isResident(job, request);
            RowPanels panels = resident ? delta.resident(work, loss::add) : delta.streamed(work, loss::add);
            if (resident && job.matrices() == 1) inputs.release(1);
            MatrixUpdate update = extrapolator.of(delta, panels, job.name(), matrix, work, scope);
            return new MatrixUpdate(
                    update.factors(), update.whole(), update.outcome().withRoundingLoss(loss.norm()));
        }
    }

    /** s·BA + α·Proj_k(s·BA) of an adapter's factors. */
    MatrixUpdate adaptation(LoraPair pair, NativeScope scope) throws IOException {
        try (NativeScope work = new NativeScope()) {
            DoubleMatrix left = factor(pair.b(), false, work);
            DoubleMatrix right = factor(pair.a(), true, work);
            TruncatedSvd svd = pair.transposed() ? Svd.ofProduct(right, left, work) : Svd.ofProduct(left, right, work);
            double[] sigma = Arrays.stream(svd.sigma())
                    .map(s -> s * Math.abs(pair.scaling()))
                    .toArray();
            double frobenius = norm(sigma, sigma.length);
            if (frobenius == 0) return MatrixUpdate.none();
            int kept = rank(sigma, pair);
            double energy = square(norm(sigma, kept) / frobenius);
            double alpha = request.extrapolation().alpha();
            boolean aligned = request.extrapolation().direction() instanceof Direction.Aligned;
            double[] weights = new double[sigma.length];
            for (int i = 0; i < sigma.length; i++)
                weights[i] = svd.sigma()[i] * pair.scaling() * (aligned && i < kept ? 1 + alpha : 1);
            LowRank update = LowRank.of(svd, weights, scope);
            if (request.extrapolation().direction() instanceof Direction.Random r)
                update = update.plus(
                        new RandomDirections(r.seed(), pair.weight(), 0)
                                .matrix(
                                        update.left().rows(),
                                        Math.toIntExact(update.right().rows()),
                                        kept,
                                        Math.abs(alpha) * norm(sigma, kept),
                                        work),
                        scope);
            return new MatrixUpdate(update, null, new TensorOutcome("adapted", kept, frobenius, energy, 0, 0, true, 0));
        }
    }

    private int rank(double[] sigma, LoraPair pair) {
        RankChoice choice = request.extrapolation().rank();
        if (choice instanceof RankChoice.Fixed fixed) return Math.min(fixed.rank(), sigma.length);
        if (choice instanceof RankChoice.Energy energy) return RankRule.energyShare(sigma, energy.share());
        if (choice instanceof RankChoice.Full) return sigma.length;
        // The rest of the spectrum is zero, and so is its median: every direction of the adapter stands out of the
        // noise.
        double[] whole = Arrays.copyOf(
                sigma, (int) Math.min(pair.target().dim(0), pair.target().dim(1)));
        return RankRule.optimalHardThreshold(
                whole, pair.target().dim(0), pair.target().dim(1));
    }

    /** A factor in f64: as stored, [rows, cols], or transposed. */
    private DoubleMatrix factor(StoredTensor stored, boolean transpose, NativeScope work) throws IOException {
        int rows = Math.toIntExact(stored.shape().dim(0));
        int cols = Math.toIntExact(stored.shape().dim(1));
        double[] values = new double[Math.multiplyExact(rows, cols)];
        new MatrixReader(new TensorBytes(stored, null, new IoBuffer()), 0).read(0, rows, values);
        for (double value : values)
            if (!Double.isFinite(value))
                throw new BadTensorException(
                        "tensor " + stored.name() + ": the adapter holds NaN or infinity; repair it");
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

    private static double square(double x) {
        return x * x;
    }
}
