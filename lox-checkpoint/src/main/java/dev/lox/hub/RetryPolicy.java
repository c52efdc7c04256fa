// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and after what delay a failed operation is retried.
 *
 * @param tries attempts without progress
 * @param first delay, doubled after each failure
 * @param longest delay of our own
 * @param longestRequested longest delay that a server may ask for
 */
record RetryPolicy(int tries, Duration first, Duration longest, Duration longestRequested) {
    /** The delays of huggingface_hub. The hub's rate limits apply to windows of five minutes. */
    static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMinutes(5));

    /** A failure that a retry may resolve. */
    static final class TransientException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> after;

        TransientException(String message) {
            this(message, Optional.empty());
        }

        /** @param after how long the server asks the client to wait */
        TransientException(String message, Optional<Duration> after) {
            super(message);
            this.after = after;
        }
    }

    /** The operation. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Count count) throws IOException, InterruptedException;
    }

    /** Counts failures since the last progress. */
    static final class Count {
        private int failures;

        void progressed() {
            failures = 0;
        }
    }

    <T> T run(Attempt<T> attempt) throws IOException, InterruptedException {
        Count count = new Count();
        while (true) {
            try {
                return attempt.run(count);
            } catch (TransientException e) {
                if (++count.failures >= tries) throw e;
                Duration wait = e.after.orElse(backOff(count.failures));
                if (wait.compareTo(longestRequested) > 0)
                    throw new IOException(
                            e.getMessage() + "; the server asks for a delay of " + wait.toSeconds() + " s", e);
                Thread.sleep(wait.toMillis());
            }
        }
    }

    private Duration backOff(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
