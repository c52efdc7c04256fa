// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Carries out a plan: workers take tensors in file order, each holding one at a time, within a budget of memory. */
public final class Hardener {
    private final HardenPlan plan;
    private final Progress progress;
    private final MemoryBudget budget;
    private final Queue<TensorJob> jobs = new ArrayDeque<>();
    private final InputDigests digests;
    private final Map<String, TensorOutcome> outcomes = new LinkedHashMap<>();
    private final long totalBytes;

    private Hardener(HardenPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.digests = new InputDigests(plan);
        this.budget = new MemoryBudget(plan.request().maxMemory());
        this.totalBytes =
                plan.jobs().stream().mapToLong(j -> j.start().info().bytes()).sum();
    }

    /**
     * Makes the result appear whole at its target, or leaves what is finished for a later resume.
     *
     * @throws BadTensorException if a tensor's values cannot be hardened; nothing is left then
     * @throws IOException if reading or writing failed
     */
    public static HardenReport run(HardenPlan plan, Progress progress) throws IOException, InterruptedException {
        return new Hardener(plan, progress).run();
    }

    private HardenReport run() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HardenRequest request = plan.request();
        try (OutputFolder folder = OutputFolder.begin(request.out(), plan.job(), request.existing())) {
            try (Result result = Result.open(plan, folder)) {
                int resumed = takeOver(result.finished());
                work(result);
                Map<String, TensorOutcome> ordered = ordered();
                List<String> warnings = RoundingLoss.warnings(plan, ordered);
                Map<Path, String> baseDigests = digests.finish(plan.baseFiles());
                Map<Path, String> alignedDigests = digests.finish(plan.alignedFiles());
                long bytes = result.commit(Provenance.files(plan, ordered, baseDigests, alignedDigests));
                return new HardenReport(
                        ordered, bytes, resumed, (System.nanoTime() - begun) / 1e9, NativeScope.peakBytes(), warnings);
            } catch (BadTensorException e) {
                folder.discard();
                throw e;
            } catch (IOException e) {
                throw isDiskFull(e) ? NotEnoughSpaceException.onTheWay(plan, e) : e;
            }
        }
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded");
    }

    private int takeOver(Map<String, ObjectNode> finished) {
        for (TensorJob job : plan.jobs()) {
            ObjectNode outcome = finished.get(job.name());
            if (outcome == null) jobs.add(job);
            else record(job, TensorOutcome.fromJson(outcome));
        }
        return plan.jobs().size() - jobs.size();
    }

    private void work(Result result) throws IOException, InterruptedException {
        ExecutorService second = Executors.newSingleThreadExecutor(task -> new Thread(task, "lox-loader"));
        try (NativePool pool = new NativePool(plan.request().maxMemory() / 4 * 3)) {
            int threads = Math.max(1, Math.min(plan.request().threads(), jobs.size()));
            Workers.run(threads, all -> take(all, result, pool, second));
        } finally {
            second.shutdown();
        }
    }

    private void take(Workers all, Result result, NativePool pool, ExecutorService second)
            throws IOException, InterruptedException {
        TensorHardener hands = new TensorHardener(plan.request(), pool);
        JobInputs.Buffers buffers = new JobInputs.Buffers(new IoBuffer(), new IoBuffer());
        for (JobInputs inputs = next(all, pool, second, buffers);
                inputs != null;
                inputs = next(all, pool, second, buffers)) {
            try (JobInputs held = inputs) {
                record(held.job(), result.put(held, hands));
            } finally {
                budget.release(Footprint.of(inputs.job(), plan.request()));
            }
        }
    }

    /** The next job with its budget and its bytes; null when there is none, or another worker has failed. */
    private @Nullable JobInputs next(Workers all, NativePool pool, ExecutorService second, JobInputs.Buffers buffers)
            throws IOException, InterruptedException {
        // One worker loads at a time: files are read from front to back, and their digests taken on the way.
        synchronized (jobs) {
            TensorJob job = all.failed() ? null : jobs.poll();
            if (job == null) return null;
            budget.acquire(Footprint.of(job, plan.request()));
            try {
                return JobInputs.load(job, Footprint.isHeld(job, plan.request()), pool, digests, second, buffers);
            } catch (Throwable e) {
                // Before the lock goes: the next one must not wait for a budget that nobody gives back.
                all.fail(e);
                budget.release(Footprint.of(job, plan.request()));
                throw e;
            }
        }
    }

    private synchronized void record(TensorJob job, TensorOutcome outcome) {
        outcomes.put(job.name(), outcome);
        progress.done(job.name(), job.start().info().bytes(), totalBytes);
    }

    private Map<String, TensorOutcome> ordered() {
        Map<String, TensorOutcome> ordered = new LinkedHashMap<>();
        for (TensorJob job : plan.jobs()) {
            TensorOutcome outcome = outcomes.get(job.name());
            if (outcome != null) ordered.put(job.name(), outcome);
        }
        return ordered;
    }
}
