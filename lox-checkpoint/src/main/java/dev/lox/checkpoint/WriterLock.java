// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/** Keeps two runs from writing the same file. */
public final class WriterLock {
    private WriterLock() {}

    /** Locks a file until its channel is closed; false if another run holds it, be it in this very process. */
    public static boolean take(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
