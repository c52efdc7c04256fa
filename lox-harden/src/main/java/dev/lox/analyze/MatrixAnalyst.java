// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.IoBuffer;
import dev.lox.harden.RoundingLoss;
import dev.lox.harden.StoredDelta;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.Projection;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import java.io.IOException;
import java.util.Arrays;

/** One worker: analyses one matrix at a time, and of that matrix holds one delta at a time. */
final class MatrixAnalyst {
    /** A delta of more bytes is read anew on each walk: the output layer of a 70B model would take 4 GB. */
    private static final long MOST_RESIDENT = 1L << 30;

    private final AnalyzeRequest request;
    private final IoBuffer buffer = new IoBuffer();

    MatrixAnalyst(AnalyzeRequest request) {
        this.request = request;
    }

    MatrixAnalysis analyse(MatrixJob job) throws IOException {
        RoundingLoss loss = new RoundingLoss(job.aligned().dtype(), request.dtype());
        try (NativeScope kept = new NativeScope()) {
            Spectrum spectrum;
            int rank;
            Projection subspace = null;
            try (NativeScope work = new NativeScope()) {
                RowPanels delta = panels(
                        job.delta(job.base(), job.aligned(), buffer), (d, weights, n) -> loss.add(weights, n), work);
                spectrum = delta.frobenius() == 0
                        ? Spectrum.zero(delta.rows(), delta.cols())
                        : new Spectrum(Svd.spectrum(delta), delta.rows(), delta.cols());
                rank = spectrum.rank(request.rank());
                if (job.finetuned().isPresent() && rank > 0) subspace = leading(delta, rank, work, kept);
            }
            Survival survival =
                    subspace == null ? null : survival(job, job.finetuned().get(), subspace, kept);
            return new MatrixAnalysis(
                    job.name(),
                    job.shape(),
                    ModuleName.of(job.name()),
                    job.linear(),
                    spectrum,
                    rank,
                    loss.norm(),
                    survival);
        }
    }

    private Survival survival(MatrixJob job, StoredTensor finetuned, Projection subspace, NativeScope kept)
            throws IOException {
        Double share = null;
        try (NativeScope work = new NativeScope()) {
            RowPanels whole = panels(job.delta(job.base(), finetuned, buffer), (change, weights, n) -> {}, work);
            if (whole.frobenius() > 0) share = subspace.frobenius(whole) / whole.frobenius();
        }
        try (NativeScope work = new NativeScope()) {
            RowPanels moved = panels(job.delta(job.aligned(), finetuned, buffer), (change, weights, n) -> {}, work);
            if (moved.frobenius() == 0) return new Survival(share, new double[0]);
            double[] angles = subspace.anglesTo(leading(moved, subspace.rank(), work, kept));
            return new Survival(
                    share, Arrays.stream(angles).map(Math::toDegrees).toArray());
        }
    }

    private static Projection leading(RowPanels delta, int rank, NativeScope work, NativeScope kept)
            throws IOException {
        return Projection.onto(Svd.truncated(delta, rank, Svd.TOLERANCE, false, work), delta.cols(), kept);
    }

    private static RowPanels panels(StoredDelta delta, StoredDelta.Glance glance, NativeScope work) throws IOException {
        return 4L * delta.rows() * delta.cols() <= MOST_RESIDENT
                ? delta.resident(work, glance)
                : delta.streamed(work, glance);
    }
}
