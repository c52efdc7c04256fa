// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The disk has no room for the result; the target is not there. */
public final class NotEnoughSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    private NotEnoughSpaceException(String message, @Nullable IOException cause) {
        super(message, cause);
    }

    /** Seen before anything was written. */
    static NotEnoughSpaceException ahead(Path out, long free, long needed) {
        return new NotEnoughSpaceException(
                out + ": the disk has " + megabytes(free) + " free, the result needs " + megabytes(needed)
                        + "; free some or choose another --out",
                null);
    }

    /** Met while writing. */
    static NotEnoughSpaceException onTheWay(Path out, long bytes, IOException cause) {
        return new NotEnoughSpaceException(
                out + ": the disk is full, the result needs " + megabytes(bytes)
                        + " in all; free some and pass --resume, which keeps the tensors that are finished",
                cause);
    }

    private static String megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000 + " MB";
    }
}
