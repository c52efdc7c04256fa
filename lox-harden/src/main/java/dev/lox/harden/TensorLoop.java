// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativePool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A result's tensors made one by one: workers take jobs in file order, each holding one at a time, within a budget of
 * memory.
 *
 * @param <J> what is to be made of a tensor
 * @param <O> what was done to it
 */
public final class TensorLoop<J extends TensorLoop.Job, O> {
    /** One tensor of the result. */
    public interface Job {
        /** Its name in the result. */
        String name();

        /** The tensors it is made from, that which it starts from first. */
        List<StoredTensor> inputs();
    }

    /** What all jobs of a run have in common. */
    public interface Task<J, O> {
        /** Native memory a job takes while it runs, in bytes. */
        long footprint(J job);

        /** Whether there is room for its stored bytes as well. */
        boolean isHeld(J job);

        /** What an unfinished run has recorded of a job. */
        O recorded(ObjectNode outcome);

        /** A worker's own; its blocks of memory come from the pool. */
        Hands<J, O> hands(NativePool pool);
    }

    /** One worker: does a job, puts the tensor to its place and records its outcome. */
    @FunctionalInterface
    public interface Hands<J, O> {
        O make(J job, JobInputs inputs) throws IOException;
    }

    /** Outcomes in the order of the jobs, so many of them taken over from an unfinished run. */
    public record Made<O>(Map<String, O> outcomes, int resumed) {}

    private final List<J> jobs;
    private final Task<J, O> task;
    private final InputDigests digests;
    private final MemoryBudget budget;
    private final Progress progress;
    private final long totalBytes;
    private final Queue<J> left = new ArrayDeque<>();
    private final Map<String, O> outcomes = new HashMap<>();

    /**
     * @param digests see what is loaded
     * @param maxMemory bytes that live matrices may take together
     */
    public TensorLoop(List<J> jobs, Task<J, O> task, InputDigests digests, long maxMemory, Progress progress) {
        this.jobs = jobs;
        this.task = task;
        this.digests = digests;
        this.budget = new MemoryBudget(maxMemory);
        this.progress = progress;
        this.totalBytes = jobs.stream().mapToLong(TensorLoop::bytes).sum();
    }

    private static long bytes(Job job) {
        return job.inputs().get(0).info().bytes();
    }

    /** Does what is not finished, with so many tensors in work at once. */
    public Made<O> run(Map<String, ObjectNode> finished, int threads) throws IOException, InterruptedException {
        for (J job : jobs) {
            ObjectNode outcome = finished.get(job.name());
            if (outcome == null) left.add(job);
            else record(job, task.recorded(outcome));
        }
        int resumed = jobs.size() - left.size();
        work(Math.max(1, Math.min(threads, left.size())));
        Map<String, O> ordered = new LinkedHashMap<>();
        for (J job : jobs) {
            O outcome = outcomes.get(job.name());
            if (outcome != null) ordered.put(job.name(), outcome);
        }
        return new Made<>(ordered, resumed);
    }

    private void work(int threads) throws IOException, InterruptedException {
        ExecutorService second = Executors.newSingleThreadExecutor(task -> new Thread(task, "lox-loader"));
        try (NativePool pool = new NativePool(budget.total() / 4 * 3)) {
            Workers.run(threads, all -> take(all, pool, second));
        } finally {
            second.shutdown();
        }
    }

    private void take(Workers all, NativePool pool, ExecutorService second) throws IOException, InterruptedException {
        Hands<J, O> hands = task.hands(pool);
        JobInputs.Buffers buffers = new JobInputs.Buffers();
        for (Loaded<J> next = next(all, pool, second, buffers); next != null; next = next(all, pool, second, buffers)) {
            try (JobInputs inputs = next.inputs()) {
                record(next.job(), hands.make(next.job(), inputs));
            } finally {
                budget.release(task.footprint(next.job()));
            }
        }
    }

    private record Loaded<J>(J job, JobInputs inputs) {}

    /** The next job with its budget and its bytes; null when there is none, or another worker has failed. */
    private @Nullable Loaded<J> next(Workers all, NativePool pool, ExecutorService second, JobInputs.Buffers buffers)
            throws IOException, InterruptedException {
        // One worker loads at a time: files are read from front to back, and their digests taken on the way.
        synchronized (left) {
            J job = all.failed() ? null : left.poll();
            if (job == null) return null;
            budget.acquire(task.footprint(job));
            try {
                return new Loaded<>(
                        job, JobInputs.load(job.inputs(), task.isHeld(job), pool, digests, second, buffers));
            } catch (Throwable e) {
                // Before the lock goes: the next one must not wait for a budget that nobody gives back.
                all.fail(e);
                budget.release(task.footprint(job));
                throw e;
            }
        }
    }

    private synchronized void record(J job, O outcome) {
        outcomes.put(job.name(), outcome);
        progress.done(job.name(), bytes(job), totalBytes);
    }
}
