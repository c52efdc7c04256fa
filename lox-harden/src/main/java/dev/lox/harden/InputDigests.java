// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.FileDigest;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of one model's files, taken on a thread of its own a little ahead of the workers: its reading warms the system's file
 * cache for theirs, so each byte comes off the disk once and in order.
 */
final class InputDigests implements AutoCloseable {
    /** How far the digests may run ahead: far enough to stay out of the way, near enough that a laptop's cache still holds it. */
    private static final long LEAD = 1L << 30;

    private final Map<Path, String> digests = new LinkedHashMap<>();
    private final Thread thread;
    private long digested;
    private long consumed;
    private boolean stopped;
    private @Nullable IOException failure;

    InputDigests(List<SafetensorsFile> files) {
        List<Path> paths = files.stream().map(SafetensorsFile::path).distinct().toList();
        thread = new Thread(() -> run(paths), "lox-digests");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(List<Path> paths) {
        try {
            for (Path p : paths) {
                String digest = FileDigest.sha256(p, this::pace);
                synchronized (this) {
                    digests.put(p, digest);
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = e;
            }
        } catch (CancellationException e) {
            // Asked for by close().
        }
    }

    private synchronized void pace(long bytes) {
        digested += bytes;
        try {
            while (!stopped && digested - consumed > LEAD) wait();
        } catch (InterruptedException e) {
            stopped = true;
        }
        if (stopped) throw new CancellationException();
    }

    /** The workers are done with so many bytes more. */
    synchronized void consumed(long bytes) {
        consumed += bytes;
        notifyAll();
    }

    /** Waits for the last one. */
    Map<Path, String> await() throws IOException, InterruptedException {
        consumed(Long.MAX_VALUE / 2);
        thread.join();
        synchronized (this) {
            if (failure != null) throw failure;
            return digests;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
    }
}
