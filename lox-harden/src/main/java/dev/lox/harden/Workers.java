// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Threads that share one piece of work; the first failure is everybody's. */
public final class Workers {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Workers() {}

    /** What each thread does: it takes parts until there are no more, or until another has failed. */
    @FunctionalInterface
    public interface Work {
        void run(Workers all) throws Exception;
    }

    /**
     * Runs the work on so many threads and waits for all of them, even when it is interrupted: they use files and memory
     * that are closed next.
     */
    public static void run(int threads, Work work) throws IOException, InterruptedException {
        Workers all = new Workers();
        List<Thread> started = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(() -> all.take(work), "lox-worker-" + i))
                .toList();
        started.forEach(Thread::start);
        started.forEach(all::join);
        all.rethrow();
    }

    private void take(Work work) {
        try {
            work.run(this);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void join(Thread worker) {
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                fail(e);
            }
        }
    }

    private void rethrow() throws IOException, InterruptedException {
        Throwable e = failure.get();
        if (e instanceof IOException io) throw io;
        if (e instanceof InterruptedException interrupted) throw interrupted;
        if (e instanceof RuntimeException runtime) throw runtime;
        if (e instanceof Error error) throw error;
        if (e != null) throw new IOException(e);
    }

    /** Whether one of them has failed. */
    public boolean failed() {
        return failure.get() != null;
    }

    /** Tells the others; only the first failure counts. */
    void fail(Throwable e) {
        failure.compareAndSet(null, e);
    }
}
