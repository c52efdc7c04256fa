// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A piece of work. What comes of it follows from {@link #description()} alone, so that two cells that say the same of
 * themselves are the same, in whichever study they are.
 */
public interface Cell {
    /** One line for people. */
    String label();

    /** What kind of work it is: cells of one kind take about as long. */
    String kind();

    /** All that its result depends on; cells whose files it reads are in it by their {@link #key()}. */
    ObjectNode description();

    /** Cells whose files it reads. */
    default List<Cell> inputs() {
        return List.of();
    }

    /** Whether its files are large, and only kept for as long as other cells read them. */
    default boolean passing() {
        return false;
    }

    /** Memory it takes, in bytes, roughly. */
    long bytes();

    /**
     * Does the work. What an earlier try left in the folder is there, to be gone on with or to be replaced.
     *
     * @return its figures
     */
    ObjectNode run(Workplace place) throws IOException, InterruptedException;

    /** SHA-256 of the description. */
    default String key() {
        return Digest.sha256(description().toString().getBytes(StandardCharsets.UTF_8));
    }
}
