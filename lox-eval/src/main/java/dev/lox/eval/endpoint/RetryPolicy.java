// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * How often and after what delay a request is retried. Delays are random between 0 and a bound that doubles, so that
 * requests that failed together are not retried together.
 *
 * @param attempts total number of attempts
 * @param first the first bound
 * @param longest the largest bound
 * @param obeyed the longest delay that a server may ask for
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration obeyed) {
    private static final long STEP_MILLIS = 100;

    public static final RetryPolicy DEFAULT = of(6);

    public RetryPolicy {
        if (attempts < 1) throw new InvalidInputException("the judge's attempts: expected at least 1, got " + attempts);
    }

    public static RetryPolicy of(int attempts) {
        return new RetryPolicy(attempts, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    /** A failure that a retry may resolve. */
    static final class TransientException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> after;

        /** @param after the delay that the server asks for */
        TransientException(String message, Optional<Duration> after) {
            super(message);
            this.after = after;
        }
    }

    /** An attempt. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** @param stopped whether to give up instead of retrying */
    <T> T run(Attempt<T> attempt, BooleanSupplier stopped) throws IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.run();
            } catch (TransientException e) {
                if (failures >= attempts)
                    throw new IOException(
                            e.getMessage() + " (" + failures + (failures == 1 ? " attempt)" : " attempts)"), e);
                long end = System.nanoTime() + wait(failures, e).toNanos();
                // In small steps, to give up soon after another request has failed permanently.
                for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                    if (stopped.getAsBoolean()) throw e;
                    Thread.sleep(Math.min(STEP_MILLIS, 1 + left / 1_000_000));
                }
            }
        }
    }

    private Duration wait(int failures, TransientException e) throws IOException {
        if (e.after.isEmpty()) return random(bound(failures));
        Duration asked = e.after.get();
        if (asked.compareTo(obeyed) > 0)
            throw new IOException(e.getMessage() + "; it asks to be left alone for " + asked.toSeconds() + " s", e);
        return asked.plus(random(first));
    }

    private Duration bound(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private static Duration random(Duration bound) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound.toMillis() + 1));
    }
}
