// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Workers;
import dev.lox.linalg.NativePool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Makes a result's tensors: workers take jobs in file order, one at a time each, within a budget of memory. */
final class TensorLoop {
    /**
     * What a loop has done.
     *
     * @param outcomes by name, in the order of the jobs
     * @param resumed how many of them an unfinished run had done
     */
    record LoopResult(Map<String, TensorOutcome> outcomes, int resumed) {}

    private final EditPlan plan;
    private final Result result;
    private final Footprint footprint;
    private final InputDigests digests;
    private final MemoryBudget budget;
    private final Progress progress;
    private final long totalBytes;
    private final Queue<TensorJob> left = new ArrayDeque<>();
    private final Map<String, TensorOutcome> outcomes = new HashMap<>();

    /** @param digests see the bytes that are loaded */
    TensorLoop(EditPlan plan, Result result, InputDigests digests, Progress progress) {
        this.plan = plan;
        this.result = result;
        this.footprint = new Footprint(plan.request());
        this.digests = digests;
        this.budget = new MemoryBudget(plan.request().limits().memory());
        this.progress = progress;
        this.totalBytes = plan.jobs().stream().mapToLong(TensorLoop::bytes).sum();
    }

    private static long bytes(TensorJob job) {
        return job.start().info().bytes();
    }

    /** Does every job that is not finished. */
    LoopResult run() throws IOException, InterruptedException {
        Map<String, ObjectNode> finished = result.finished();
        for (TensorJob job : plan.jobs()) {
            ObjectNode outcome = finished.get(job.name());
            if (outcome == null) left.add(job);
            else record(job, TensorOutcome.fromJson(outcome));
        }
        int resumed = plan.jobs().size() - left.size();
        work(Math.max(1, Math.min(plan.request().limits().threads(), left.size())));
        Map<String, TensorOutcome> ordered = new LinkedHashMap<>();
        for (TensorJob job : plan.jobs()) {
            TensorOutcome outcome = outcomes.get(job.name());
            if (outcome != null) ordered.put(job.name(), outcome);
        }
        return new LoopResult(ordered, resumed);
    }

    private void work(int threads) throws IOException, InterruptedException {
        ExecutorService second = Executors.newSingleThreadExecutor(loading -> new Thread(loading, "lox-loader"));
        try (NativePool pool = new NativePool(budget.total() / 4 * 3)) {
            Workers.run(threads, all -> take(all, pool, second));
        } finally {
            second.shutdown();
        }
    }

    private void take(Workers all, NativePool pool, ExecutorService second) throws IOException, InterruptedException {
        TensorEditor editor = new TensorEditor(plan.request(), pool);
        TensorInputs.Buffers buffers = new TensorInputs.Buffers();
        for (Loaded next = next(all, pool, second, buffers); next != null; next = next(all, pool, second, buffers)) {
            try (TensorInputs inputs = next.inputs()) {
                record(next.job(), next.job().put(result, inputs, editor));
            } finally {
                budget.release(footprint.of(next.job()));
            }
        }
    }

    private record Loaded(TensorJob job, TensorInputs inputs) {}

    /** The next job with its budget and its bytes; null when there is none, or another worker has failed. */
    private @Nullable Loaded next(Workers all, NativePool pool, ExecutorService second, TensorInputs.Buffers buffers)
            throws IOException, InterruptedException {
        // One worker loads at a time: files are read from front to back, and their digests taken on the way.
        synchronized (left) {
            TensorJob job = all.failed() ? null : left.poll();
            if (job == null) return null;
            budget.acquire(footprint.of(job));
            try {
                return new Loaded(
                        job, TensorInputs.load(job.inputs(), footprint.isHeld(job), pool, digests, second, buffers));
            } catch (Throwable e) {
                // Before the lock goes: the next one must not wait for a budget that nobody gives back.
                all.fail(e);
                budget.release(footprint.of(job));
                throw e;
            }
        }
    }

    private synchronized void record(TensorJob job, TensorOutcome outcome) {
        outcomes.put(job.name(), outcome);
        progress.done(job.name(), bytes(job), totalBytes);
    }
}
