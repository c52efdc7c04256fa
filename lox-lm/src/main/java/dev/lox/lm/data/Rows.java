// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a data file, read lazily.
 *
 * <p>The file's name decides the format, else its content. InvalidInputException names the line or row that cannot be
 * read.
 */
public final class Rows implements AutoCloseable {
    private final RowSource source;

    private Rows(RowSource source) {
        this.source = source;
    }

    public static Rows open(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new InvalidInputException(
                    file + (Files.exists(file) ? ": is not a regular file" : ": does not exist"));
        return new Rows(DataFormat.of(file).open(file));
    }

    /** All rows of a file at once. */
    public static List<Row> all(Path file) throws IOException {
        try (Rows rows = open(file)) {
            List<Row> all = new ArrayList<>();
            for (Row row = rows.next(); row != null; row = rows.next()) all.add(row);
            return all;
        }
    }

    /** The next row, or null after the last. */
    public @Nullable Row next() throws IOException {
        return source.next();
    }

    /** Whether {@link #next()} can be called again after it has thrown. */
    boolean intact() {
        return source.intact();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
