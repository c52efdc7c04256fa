// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that read requests and wait for their results, one per request. */
final class RequestThreads {
    private static final int IDLE_SECONDS = 10;

    private RequestThreads() {}

    /**
     * Virtual threads on Java 21 and later, otherwise a thread per request, as one that is still arriving occupies it too.
     * (LoX is built for Java 17.)
     *
     * @param most requests at once; the server accepts no more connections
     */
    static ExecutorService of(int most) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return pool(most);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExecutorService pool(int most) {
        return new ThreadPoolExecutor(0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "request");
            thread.setDaemon(true);
            return thread;
        });
    }
}
