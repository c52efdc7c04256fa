// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Answers requests that are refused before they are read. A little of the body is read all the same, but only for a few
 * clients at a time: one that announces a body and never sends it keeps a thread.
 */
final class EarlyRefusal {
    private static final int SLOTS = 8;
    private static final int MOST_BYTES = 64 << 10;

    private final Semaphore slots = new Semaphore(SLOTS);

    void send(HttpExchange exchange, ApiError error) throws IOException {
        if (!slots.tryAcquire()) {
            JsonResponse.send(exchange, error, 0);
            return;
        }
        try {
            JsonResponse.send(exchange, error, MOST_BYTES);
        } finally {
            slots.release();
        }
    }
}
