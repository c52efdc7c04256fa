// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A request handed to the engine: its choices, the events so far, and whether the client is still waiting. */
final class PendingRequest {
    private final List<ChoiceSpec> choices;

    // Bounded by the number of requested tokens, so the engine never waits for a slow client.
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean abandoned;

    PendingRequest(List<ChoiceSpec> choices) {
        this.choices = List.copyOf(choices);
    }

    List<ChoiceSpec> choices() {
        return choices;
    }

    void send(Event event) {
        events.add(event);
    }

    /** The next event, if it arrives in time. */
    Optional<Event> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Marks the request as abandoned by its client; its remaining work is dropped. */
    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }
}
