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
import org.jspecify.annotations.Nullable;

/** One worker's hands: the subspace of one delta at a time. */
final class TensorHardener {
    private final HardenRequest request;
    private final NativePool pool;
    private final TensorEmitter emitter;

    TensorHardener(HardenRequest request, NativePool pool) {
        this.request = request;
        this.pool = pool;
        this.emitter = new TensorEmitter(request);
    }

    TensorEmitter emitter() {
        return emitter;
    }

    /**
     * What one matrix gets.
     *
     * @param update what is added in factored form; null if that is nothing, or the whole delta
     * @param whole what is added otherwise; null if that is nothing
     */
    record Update(@Nullable LowRank update, @Nullable RowUpdate whole, TensorOutcome outcome) {
        static Update none() {
            return new Update(null, null, TensorOutcome.copied("unchanged"));
        }

        /** Null where nothing is added: adding zero would still turn a stored -0 into 0. */
        @Nullable
        RowUpdate rows(NativeScope scope) {
            if (update == null) return whole;
            return update.left().sumOfSquares() == 0 ? null : RowUpdate.of(update, scope);
        }
    }

    /** α·Proj_k(ΔW) of a stored delta. */
    Update extrapolation(JobInputs inputs, TensorJob.Extrapolate job, long matrix, NativeScope scope)
            throws IOException {
        StoredDelta delta = new StoredDelta(inputs.base(), inputs.start(), matrix, job.rows(), request.arithmetic());
        double alpha = request.extrapolation().alpha();
        DType from = job.start().dtype();
        RoundingLoss loss =
                new RoundingLoss(from, request.arithmetic() == Arithmetic.REFERENCE ? from : request.stored(from));
        try (NativeScope work = new NativeScope(pool)) {
            boolean resident = Footprint.isResident(job, request);
            RowPanels panels = resident ? delta.resident(work, loss::add) : delta.streamed(work, loss::add);
            if (resident && job.matrices() == 1) inputs.releaseBase();
            double norm = panels.frobenius();
            if (norm == 0) return Update.none();
            if (request.extrapolation().rank() instanceof RankChoice.Full)
                return new Update(
                        null,
                        alpha == 0 ? null : RowUpdate.of(delta, alpha, request.arithmetic()),
                        new TensorOutcome("extrapolated", -1, norm, 1, 0, 0, true, loss.norm()));
            TruncatedSvd svd = Svd.truncated(panels, rank(panels), request.tolerance(), request.exact(), work);
            double kept = norm(svd.sigma(), svd.rank());
            LowRank update;
            String treatment;
            if (request.extrapolation().direction() instanceof Direction.Random r) {
                treatment = "randomised";
                update = new RandomDirections(r.seed(), job.name(), matrix)
                        .matrix(panels.rows(), panels.cols(), svd.rank(), Math.abs(alpha) * kept, scope);
            } else {
                treatment = "extrapolated";
                update = LowRank.of(
                        svd, Arrays.stream(svd.sigma()).map(s -> s * alpha).toArray(), scope);
            }
            TensorOutcome outcome = new TensorOutcome(
                    treatment,
                    svd.rank(),
                    norm,
                    Math.min(1, square(kept / norm)),
                    svd.residual(),
                    svd.error(),
                    svd.exact(),
                    loss.norm());
            return new Update(update, null, outcome);
        }
    }

    private int rank(RowPanels panels) throws IOException {
        RankChoice choice = request.extrapolation().rank();
        if (choice instanceof RankChoice.Fixed fixed) return fixed.rank();
        double[] sigma = Svd.spectrum(panels);
        if (choice instanceof RankChoice.Energy energy) return RankRule.energyShare(sigma, energy.share());
        return RankRule.optimalHardThreshold(sigma, panels.rows(), panels.cols());
    }

    /** s·BA + α·Proj_k(s·BA) of an adapter's factors. */
    Update adaptation(LoraPair pair, NativeScope scope) throws IOException {
        try (NativeScope work = new NativeScope()) {
            DoubleMatrix left = factor(pair.b(), false, work);
            DoubleMatrix right = factor(pair.a(), true, work);
            TruncatedSvd svd = pair.transposed() ? Svd.ofProduct(right, left, work) : Svd.ofProduct(left, right, work);
            double[] sigma = Arrays.stream(svd.sigma())
                    .map(s -> s * Math.abs(pair.scaling()))
                    .toArray();
            double frobenius = norm(sigma, sigma.length);
            if (frobenius == 0) return Update.none();
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
            return new Update(update, null, new TensorOutcome("adapted", kept, frobenius, energy, 0, 0, true, 0));
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
