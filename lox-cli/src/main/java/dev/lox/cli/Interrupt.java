// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM as a wish to end in good order: the virtual machine waits for the work to come to a stop. */
final class Interrupt implements AutoCloseable {
    /** A step and a checkpoint of a large model take minutes. */
    private static final long PATIENCE_MINUTES = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interrupt");
    private volatile boolean came;

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        came = true;
        try {
            boolean inTime = ended.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (!inTime) System.err.println("lox: did not come to an end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean came() {
        return came;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
