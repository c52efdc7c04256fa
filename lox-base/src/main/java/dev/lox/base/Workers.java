// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Threads that share one piece of work. The first failure ends it for all of them. */
public final class Workers {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Workers() {}

    /** What each thread does: it takes parts until none are left or another thread has failed. */
    @FunctionalInterface
    public interface Work {
        void run(Workers all) throws Exception;
    }

    /**
     * Runs the work on {@code threads} threads and waits for all of them, even if interrupted: the caller closes the
     * files and the memory that they use.
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

    /** Whether one of the threads has failed. */
    public boolean failed() {
        return failure.get() != null;
    }

    /** Reports a failure to the other threads; only the first one is kept. */
    public void fail(Throwable e) {
        failure.compareAndSet(null, e);
    }
}
