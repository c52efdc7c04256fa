// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.endpoint.Answer;
import java.io.IOException;
import java.util.List;

/** A model that answers questions. */
interface ChatBackend extends AutoCloseable {
    /** Receives answers; called by one thread at a time. */
    @FunctionalInterface
    interface Sink {
        void accept(int index, Answer answer);
    }

    /** Everything that an answer depends on, except the question and the exchange. */
    String identity();

    /** The model, the request settings and the cost so far. */
    ObjectNode record();

    /**
     * Asks a question about every exchange.
     *
     * @param sink receives each answer as soon as it arrives, including those before a failure
     */
    void answer(Question question, List<Exchange> exchanges, Sink sink) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
}
