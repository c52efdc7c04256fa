// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows one after another. */
interface RowSource extends AutoCloseable {
    /** Null after the last row. Throws BadInputException with file and place for one that cannot be read. */
    @Nullable
    Row next() throws IOException;

    /** Whether the rows behind one that was refused can still be read. */
    default boolean intact() {
        return false;
    }

    @Override
    void close() throws IOException;
}
