// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.reply.LanguageModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The only thread that computes: moves requests from a bounded queue into the running batch. */
final class EngineLoop {
    private final LanguageModel model;
    private final Batching batching;
    private final int maxQueue;
    private final Consumer<String> log;
    private final Thread thread = new Thread(this::run, "engine");

    // Guarded by this.
    private final Deque<PendingRequest> queue = new ArrayDeque<>();
    private boolean idle = true;
    private boolean draining;
    private boolean ended;

    EngineLoop(LanguageModel model, Batching batching, int maxQueue, Consumer<String> log) {
        this.model = model;
        this.batching = batching;
        this.maxQueue = maxQueue;
        this.log = log;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @throws ApiError if the queue is full or the server is shutting down */
    synchronized void submit(PendingRequest request) {
        if (draining || ended) throw ApiError.closing();
        queue.removeIf(PendingRequest::abandoned);
        if (queue.size() >= maxQueue) throw ApiError.busy();
        queue.add(request);
        idle = false;
        notifyAll();
    }

    /** Whether requests are accepted. */
    synchronized boolean isOpen() {
        return !draining && !ended;
    }

    /** Accepts no more requests and waits for those accepted; what has not finished within {@code grace} fails. */
    void drain(Duration grace) throws InterruptedException {
        long until = System.nanoTime() + grace.toNanos();
        synchronized (this) {
            draining = true;
            for (long left; !idle && !ended && (left = until - System.nanoTime()) > 0; )
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            ended = true;
            notifyAll();
        }
        thread.join();
    }

    private void run() {
        Batch batch = new Batch(model, batching);
        try {
            while (true) {
                try {
                    if (!admit(batch)) break;
                    batch.step();
                } catch (RuntimeException | OutOfMemoryError e) {
                    log.accept("a batch failed: " + e);
                    batch.fail(ApiError.failed("the model failed on this batch; the server's log says why"));
                    batch.close();
                    batch = new Batch(model, batching);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(batch);
        }
    }

    /** Moves waiting requests into the batch, or waits for one; false when the loop has to end. */
    private synchronized boolean admit(Batch batch) throws InterruptedException {
        while (true) {
            if (ended) return false;
            batch.dropAbandoned();
            while (!queue.isEmpty() && batch.hasRoom()) {
                PendingRequest next = queue.remove();
                if (!next.abandoned()) batch.add(next);
            }
            if (!batch.isEmpty()) return true;
            idle = true;
            notifyAll();
            wait();
        }
    }

    private void end(Batch batch) {
        Deque<PendingRequest> left;
        synchronized (this) {
            ended = true;
            left = new ArrayDeque<>(queue);
            queue.clear();
            notifyAll();
        }
        left.forEach(t -> t.send(new Event.Failed(ApiError.closing())));
        batch.fail(ApiError.closing());
        batch.close();
    }
}
