// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Gives verdicts on replies. */
public interface Judge extends AutoCloseable {
    /** Its name: {@code refusal}, {@code openai:NAME}, {@code model:MODEL}. */
    String name();

    /** Everything that its verdicts depend on, and its cost so far. */
    ObjectNode record();

    /**
     * Judges every exchange.
     *
     * @param sink receives one verdict for each exchange, in any order, from one thread at a time
     * @throws IOException if a judge cannot be reached, or refuses permanently; earlier verdicts are not lost if it caches them
     */
    void judge(List<Exchange> exchanges, VerdictSink sink) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
}
