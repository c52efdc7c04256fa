// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.base.Workers;
import dev.lox.harden.IoBuffer;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.Projection;
import dev.lox.linalg.RowPanels;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * R metrics (arXiv 2506.15606) without the spectra that a whole analysis takes: means over the linear layers whose delta is
 * not zero.
 *
 * @param aligned R_align = ‖P_k ΔW‖_F / ‖ΔW‖_F
 * @param finetuned R_ft = ‖P_k (W_ft − W_base)‖_F / ‖W_ft − W_base‖_F
 */
public record SafetySubspace(double aligned, double finetuned) {
    /**
     * Energy within the leading directions.
     *
     * @param shares of ‖ΔW‖² within the first i + 1 directions, mean over matrices
     */
    public record Energies(List<Double> shares, int matrices) {
        /** Within the first k; all of it where there are no more directions. */
        public double within(int k) {
            return shares.get(Math.min(k, shares.size()) - 1);
        }
    }

    /** One matrix's share in the figures. */
    private record Shares(double aligned, double finetuned, double[] energies) {}

    private interface Look {
        @Nullable
        Shares at(MatrixJob job, IoBuffer buffer) throws IOException;
    }

    /**
     * Compares three models.
     *
     * @param rank directions of each matrix's subspace
     * @throws dev.lox.base.InvalidInputException if they are not of one model, or no layer differs
     */
    public static SafetySubspace of(Path base, Path aligned, Path finetuned, int rank, int threads)
            throws IOException, InterruptedException {
        List<Shares> all =
                each(base, aligned, Optional.of(finetuned), threads, (job, buffer) -> shares(job, rank, buffer));
        return new SafetySubspace(
                all.stream().mapToDouble(Shares::aligned).average().orElse(Double.NaN),
                all.stream().mapToDouble(Shares::finetuned).average().orElse(Double.NaN));
    }

    /** Energy of the alignment delta within its first {@code most} directions, over all matrices. */
    public static Energies energies(Path base, Path aligned, int most, int threads)
            throws IOException, InterruptedException {
        List<Shares> all = each(base, aligned, Optional.empty(), threads, (job, buffer) -> energies(job, most, buffer));
        List<Double> mean = new ArrayList<>();
        for (int k = 0; k < most; k++) {
            int at = k;
            mean.add(all.stream()
                    .mapToDouble(s -> s.energies()[Math.min(at, s.energies().length - 1)])
                    .average()
                    .orElse(Double.NaN));
        }
        return new Energies(mean, all.size());
    }

    private static List<Shares> each(Path base, Path aligned, Optional<Path> finetuned, int threads, Look look)
            throws IOException, InterruptedException {
        AnalyzeRequest request = AnalyzeRequest.of(base, aligned).withModels(base, aligned, finetuned);
        try (AnalysisPlan plan = AnalysisPreflight.check(request)) {
            List<MatrixJob> jobs = finetuned.isPresent()
                    ? plan.jobs().stream().filter(MatrixJob::linear).toList()
                    : plan.jobs();
            @Nullable Shares[] found = new Shares[jobs.size()];
            AtomicInteger next = new AtomicInteger();
            Workers.run(Math.min(threads, jobs.size()), all -> {
                IoBuffer buffer = new IoBuffer();
                for (int i = next.getAndIncrement(); i < found.length && !all.failed(); i = next.getAndIncrement())
                    found[i] = look.at(jobs.get(i), buffer);
            });
            return Arrays.stream(found).filter(Objects::nonNull).toList();
        }
    }

    private static @Nullable Shares shares(MatrixJob job, int rank, IoBuffer buffer) throws IOException {
        try (NativeScope scope = new NativeScope()) {
            RowPanels delta = job.delta(job.base(), job.aligned(), buffer).resident(scope);
            if (delta.frobenius() == 0) return null;
            Projection subspace =
                    Projection.onto(Svd.truncated(delta, rank, Svd.TOLERANCE, false, scope), delta.cols(), scope);
            double aligned = subspace.frobenius(delta) / delta.frobenius();
            RowPanels whole =
                    job.delta(job.base(), job.finetuned().orElseThrow(), buffer).resident(scope);
            if (whole.frobenius() == 0) return null;
            return new Shares(aligned, subspace.frobenius(whole) / whole.frobenius(), new double[0]);
        }
    }

    private static @Nullable Shares energies(MatrixJob job, int most, IoBuffer buffer) throws IOException {
        try (NativeScope scope = new NativeScope()) {
            RowPanels delta = job.delta(job.base(), job.aligned(), buffer).resident(scope);
            if (delta.frobenius() == 0) return null;
            TruncatedSvd svd = Svd.truncated(delta, most, Svd.TOLERANCE, false, scope);
            double[] shares = new double[svd.sigma().length];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += svd.sigma()[i] * svd.sigma()[i];
                shares[i] = Math.min(1, sum / (delta.frobenius() * delta.frobenius()));
            }
            return new Shares(0, 0, shares);
        }
    }
}
