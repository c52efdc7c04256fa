// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.base.Workers;
import dev.lox.harden.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Carries out a plan: workers take matrices in file order, each holding one at a time. */
public final class Analyzer {
    private final AnalysisPlan plan;
    private final Progress progress;
    private final @Nullable MatrixAnalysis[] results;
    private final AtomicInteger next = new AtomicInteger();
    private final long totalBytes;

    private Analyzer(AnalysisPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.results = new MatrixAnalysis[plan.jobs().size()];
        this.totalBytes = plan.jobs().stream().mapToLong(MatrixJob::bytes).sum();
    }

    /**
     * The same result for any number of threads.
     *
     * @throws dev.lox.harden.InvalidTensorException if a tensor holds NaN or infinity
     */
    public static Analysis run(AnalysisPlan plan, Progress progress) throws IOException, InterruptedException {
        return new Analyzer(plan, progress).run();
    }

    private Analysis run() throws IOException, InterruptedException {
        Workers.run(Math.min(plan.request().threads(), results.length), this::take);
        return Analysis.of(plan, Arrays.asList(results));
    }

    private void take(Workers all) throws IOException {
        MatrixAnalyst analyst = new MatrixAnalyst(plan.request());
        for (int i = next.getAndIncrement(); i < results.length && !all.failed(); i = next.getAndIncrement()) {
            MatrixJob job = plan.jobs().get(i);
            results[i] = analyst.analyse(job);
            report(job);
        }
    }

    private synchronized void report(MatrixJob job) {
        progress.done(job.name(), job.bytes(), totalBytes);
    }
}
