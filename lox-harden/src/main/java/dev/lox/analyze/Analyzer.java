// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.harden.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Carries out a plan: workers take matrices in file order, each holding one at a time. */
public final class Analyzer {
    private final AnalysisPlan plan;
    private final Progress progress;
    private final @Nullable MatrixAnalysis[] results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
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
     * @throws dev.lox.harden.BadTensorException if a tensor holds NaN or infinity
     */
    public static Analysis run(AnalysisPlan plan, Progress progress) throws IOException, InterruptedException {
        return new Analyzer(plan, progress).run();
    }

    private Analysis run() throws IOException, InterruptedException {
        List<Thread> workers = IntStream.range(0, Math.min(plan.request().threads(), results.length))
                .mapToObj(i -> new Thread(this::take, "lox-worker-" + i))
                .toList();
        workers.forEach(Thread::start);
        join(workers);
        Throwable e = failure.get();
        if (e instanceof IOException io) throw io;
        if (e instanceof RuntimeException runtime) throw runtime;
        if (e instanceof Error error) throw error;
        return Analysis.of(plan, Arrays.asList(results));
    }

    /** The plan's files close after this: no worker may still read them. */
    private void join(List<Thread> workers) throws InterruptedException {
        try {
            for (Thread w : workers) w.join();
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            join(workers);
            throw e;
        }
    }

    private void take() {
        MatrixAnalyst analyst = new MatrixAnalyst(plan.request());
        try {
            for (int i = next.getAndIncrement();
                    i < results.length && failure.get() == null;
                    i = next.getAndIncrement()) {
                MatrixJob job = plan.jobs().get(i);
                results[i] = analyst.analyse(job);
                report(job);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private synchronized void report(MatrixJob job) {
        progress.done(job.name(), job.bytes(), totalBytes);
    }
}
