// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.TextDigest;
import java.io.IOException;
import java.util.List;

/**
 * A piece of work whose result follows from {@link #description()} alone. Two cells with the same description are the same
 * cell, whichever study they belong to.
 *
 * @param <R> its result: a record that Jackson can write and read back
 */
public interface Cell<R> {
    /** One line for people. */
    String label();

    /** The kind of work; cells of one kind take about the same time. */
    String kind();

    /** Everything the result depends on. An input cell is named in it by its {@link #key()}. */
    ObjectNode description();

    /** Cells whose files it reads. */
    default List<Cell<?>> inputs() {
        return List.of();
    }

    /** Whether its files are large and deleted once no other cell needs them. */
    default boolean isEphemeral() {
        return false;
    }

    /** Estimate of the memory it needs, in bytes. */
    long bytes();

    /** The class of its result. */
    Class<R> resultType();

    /**
     * Does the work. The folder may hold files of an interrupted attempt, to be resumed or replaced.
     *
     * @throws InterruptedException if it was told to stop
     */
    R run(CellContext context) throws IOException, InterruptedException;

    /** A result in a few characters, for a progress line; empty if there is nothing to show. */
    default String summary(R result) {
        return "";
    }

    /** Raised whenever the same description comes to give another result, so that no older result is taken for it. */
    default int version() {
        return 2;
    }

    /** SHA-256 of version and description. */
    default String key() {
        return new TextDigest()
                .add(Integer.toString(version()))
                .add(description().toString())
                .hex();
    }
}
