// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of log-probabilities that wait to be sent: those of one request, and of all together. */
final class LogprobBudget {
    /** Of a number with its token's text and its place in the answer's tree. */
    private static final int BYTES = 160;

    private static final int SHARE_OF_HEAP = 4;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    LogprobBudget() {
        this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES);
    }

    LogprobBudget(long most) {
        this.most = most;
    }

    /**
     * Takes the share of a request; {@link #release} gives it back.
     *
     * @throws ApiError if it can never be had, or not now
     */
    long take(PendingRequest request) {
        long values = request.choices().stream().mapToLong(ChoiceSpec::logprobs).sum();
        if (values > most)
            throw ApiError.parameter(
                    "logprobs",
                    "the request asks for up to " + values + " log-probabilities, the server's memory holds " + most
                            + "; send fewer prompts or ask for fewer alternatives");
        if (taken.addAndGet(values) > most) {
            taken.addAndGet(-values);
            throw ApiError.busy();
        }
        return values;
    }

    void release(long values) {
        taken.addAndGet(-values);
    }
}
