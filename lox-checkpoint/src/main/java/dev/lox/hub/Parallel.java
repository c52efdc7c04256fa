// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Applies a function to many items, a few at a time. The first failure ends all of them. */
final class Parallel {
    private Parallel() {}

    /** The function. */
    @FunctionalInterface
    interface Work<T, R> {
        R apply(T item) throws IOException, InterruptedException;
    }

    /** Returns the results in the order of the items. No thread is running when it returns or throws. */
    static <T, R> List<R> map(int threads, List<T> items, Work<T, R> work) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "lox-hub");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<R> ended = new ExecutorCompletionService<>(pool);
            List<Future<R>> all = new ArrayList<>();
            for (T item : items) all.add(ended.submit(() -> work.apply(item)));
            for (int i = 0; i < all.size(); i++) ended.take().get();
            List<R> results = new ArrayList<>();
            for (Future<R> f : all) results.add(f.get());
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException unchecked) throw unchecked;
            if (e.getCause() instanceof Error error) throw error;
            throw new IOException(e.getCause());
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(1, TimeUnit.MINUTES);
        }
    }
}
