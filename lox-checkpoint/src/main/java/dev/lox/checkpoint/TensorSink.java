// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Writes the bytes of one tensor, in order and from one thread, to their range of a file. */
public final class TensorSink {
    private final FileChannel channel;
    private final long offset;
    private final TensorInfo info;
    private final WriteBack writeBack;
    private final CRC32C crc = new CRC32C();
    private long at;

    TensorSink(FileChannel channel, long offset, TensorInfo info, WriteBack writeBack) {
        this.channel = channel;
        this.offset = offset;
        this.info = info;
        this.writeBack = writeBack;
    }

    public TensorInfo info() {
        return info;
    }

    /** Appends the buffer's remaining bytes. */
    public void write(ByteBuffer bytes) throws IOException {
        int n = bytes.remaining();
        if (n > info.bytes() - at)
            throw new IllegalStateException("tensor " + info.name() + " is longer than expected");
        crc.update(bytes.duplicate());
        writeFully(channel, offset + at, bytes);
        at += n;
        writeBack.wrote(channel, n);
    }

    /** The checksum of the tensor, which must be complete. */
    long finished() {
        if (at != info.bytes())
            throw new IllegalStateException("tensor " + info.name() + " has " + at + " of " + info.bytes() + " bytes");
        return crc.getValue();
    }

    static void writeFully(FileChannel channel, long offset, ByteBuffer bytes) throws IOException {
        long position = offset;
        while (bytes.hasRemaining()) position += channel.write(bytes, position);
    }

    /** CRC-32C of a range of a file; -1 if the file is shorter. */
    static long checksum(FileChannel channel, long from, long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (long at = from; at < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int n = channel.read(buffer, at);
            if (n < 0) return -1;
            crc.update(buffer.flip());
            at += n;
        }
        return crc.getValue();
    }
}
