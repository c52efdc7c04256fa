// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;

/**
 * The log as TensorBoard reads it: {@code events.out.tfevents.SECONDS.HOST.PID} with one scalar summary per figure. Each
 * resumption of a run starts another file.
 */
final class TensorBoardLog implements AutoCloseable {
    private final FileChannel channel;
    private final InstantSource clock;

    private TensorBoardLog(FileChannel channel, InstantSource clock) throws IOException {
        this.channel = channel;
        this.clock = clock;
        write(EventRecord.version(clock.instant()));
    }

    /**
     * Starts a file.
     *
     * @param folder created if missing
     */
    static TensorBoardLog create(Path folder) throws IOException {
        long pid = ProcessHandle.current().pid();
        return create(folder, InstantSource.system(), host() + "." + pid);
    }

    /**
     * Starts the file of a resumed run.
     *
     * @param steps optimizer steps after which it continues; entries for later steps in other files are no longer shown
     */
    static TensorBoardLog resume(Path folder, long steps) throws IOException {
        TensorBoardLog log = create(folder);
        log.write(EventRecord.restart(log.clock.instant(), steps + 1));
        return log;
    }

    static TensorBoardLog create(Path folder, InstantSource clock, String writer) throws IOException {
        Files.createDirectories(folder);
        // TensorBoard reads files in the order of their names.
        String name = String.format(
                Locale.ROOT, "events.out.tfevents.%010d.%s", clock.instant().getEpochSecond(), writer);
        FileChannel channel = FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
        return new TensorBoardLog(channel, clock);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Appends the figures of a step. */
    void write(LogLine line) throws IOException {
        write(EventRecord.scalars(clock.instant(), line.step(), line.curves()));
    }

    private void write(byte[] record) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(record);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
