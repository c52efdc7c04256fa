// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A thread that syncs files while tensors are computed, so that little is left for the final sync. */
final class WriteBack implements AutoCloseable {
    /** Bytes between two syncs of a file; each sync costs a few milliseconds. */
    private static final long INTERVAL = 32L << 20;

    private final Set<FileChannel> due = new LinkedHashSet<>();
    private final Map<FileChannel, Long> unsynced = new HashMap<>();
    private final Thread thread = new Thread(this::run, "lox-write-back");
    private @Nullable IOException failure;
    private boolean closed;

    WriteBack() {
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void wrote(FileChannel channel, int bytes) throws IOException {
        if (failure != null) throw new IOException(failure.getMessage(), failure);
        if (unsynced.merge(channel, (long) bytes, Long::sum) < INTERVAL) return;
        unsynced.put(channel, 0L);
        due.add(channel);
        notifyAll();
    }

    private void run() {
        for (FileChannel channel = next(); channel != null; channel = next()) {
            try {
                channel.force(false);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private synchronized @Nullable FileChannel next() {
        try {
            while (due.isEmpty() && !closed) wait();
        } catch (InterruptedException e) {
            return null;
        }
        if (due.isEmpty()) return null;
        FileChannel channel = due.iterator().next();
        due.remove(channel);
        return channel;
    }

    private synchronized void fail(IOException e) {
        failure = e;
    }

    /** Waits for the current sync. Write errors are reported here at the latest. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            due.clear();
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (failure != null) throw new IOException(failure.getMessage(), failure);
        }
    }
}
