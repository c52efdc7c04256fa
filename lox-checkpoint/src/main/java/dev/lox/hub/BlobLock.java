// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Held by whoever downloads a blob, among the threads of this process and all processes of this program. */
final class BlobLock implements AutoCloseable {
    /** A file's lock is the whole process's, and closing any channel of the file gives it up: so threads queue here first. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private BlobLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits until nobody else holds it. */
    static BlobLock acquire(Path file) throws IOException, InterruptedException {
        synchronized (HELD) {
            while (!HELD.add(file)) HELD.wait();
        }
        FileChannel channel = null;
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new BlobLock(file, channel);
        } catch (Throwable e) {
            if (channel != null) channel.close();
            release(file);
            if (e instanceof IOException io)
                throw new IOException(
                        file + ": cannot be locked (" + io.getMessage() + "); set HF_HUB_CACHE to a disk with locks",
                        io);
            throw e;
        }
    }

    private static void release(Path file) {
        synchronized (HELD) {
            HELD.remove(file);
            HELD.notifyAll();
        }
    }

    /** The file stays: without it, a waiting process would hold the lock of a file that is gone. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            release(file);
        }
    }
}
