// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and after what time something is tried again.
 *
 * @param tries without anything gained
 * @param first wait, doubled each time
 * @param longest wait of our own
 * @param obeyed longest wait a server may ask for
 */
record Retry(int tries, Duration first, Duration longest, Duration obeyed) {
    /** The waits of huggingface_hub; the hub counts requests in windows of five minutes. */
    static final Retry DEFAULT = new Retry(6, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMinutes(5));

    /** A failure that may be gone the next time. */
    static final class TransientException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> after;

        TransientException(String message) {
            this(message, Optional.empty());
        }

        /** @param after how long a server asks to wait */
        TransientException(String message, Optional<Duration> after) {
            super(message);
            this.after = after;
        }
    }

    /** What is tried. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Count count) throws IOException, InterruptedException;
    }

    /** Failures since something was gained. */
    static final class Count {
        private int failures;

        void gained() {
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
                if (wait.compareTo(obeyed) > 0)
                    throw new IOException(
                            e.getMessage() + "; it asks to be left alone for " + wait.toSeconds() + " s", e);
                Thread.sleep(wait.toMillis());
            }
        }
    }

    private Duration backOff(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
