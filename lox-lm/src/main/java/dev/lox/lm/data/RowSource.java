// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sequence of rows. */
interface RowSource extends AutoCloseable {
    /** The next row; null after the last. Throws InvalidInputException with the place of a row that cannot be read. */
    @Nullable
    Row next() throws IOException;

    /** Whether reading can continue after a row that was refused. */
    default boolean intact() {
        return false;
    }

    @Override
    void close() throws IOException;
}
