// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 of a file that is being read anyway, mostly in order: bytes are digested while they are still in the
 * processor's cache. Small gaps are read in between; everything else that was skipped is read at the end.
 */
public final class RunningDigest {
    /** Larger gaps are left for the end: filling them now might read the file twice. */
    private static final long GAP = 16L << 20;

    private final Path file;
    private final long size;
    private final MessageDigest digest = Digest.sha256();
    private final byte[] block = new byte[64 << 10];
    private long next;
    private Optional<String> finished = Optional.empty();

    public RunningDigest(SafetensorsFile file) {
        this.file = file.path();
        this.size = file.header().dataStart() + file.header().dataBytes();
    }

    /** Digests bytes that were read at {@code position}. The buffer is not modified. */
    public synchronized void passed(long position, ByteBuffer bytes) throws IOException {
        if (position > next && position - next <= GAP) read(position);
        if (position != next) return;
        update(bytes.duplicate());
    }

    /**
     * Reads the bytes that are still missing and returns the digest as 64 hexadecimal digits.
     *
     * @throws EOFException if the file has become shorter since it was opened
     */
    public synchronized String finish() throws IOException {
        read(size);
        if (finished.isEmpty()) finished = Optional.of(HexFormat.of().formatHex(digest.digest()));
        return finished.get();
    }

    private void read(long end) throws IOException {
        if (next >= end) return;
        ByteBuffer buffer = ByteBuffer.allocate(block.length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (next < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
                if (channel.read(buffer, next) < 0)
                    throw new EOFException(file + ": the file ended at byte " + next + " while it was read");
                update(buffer.flip());
            }
        }
    }

    private void update(ByteBuffer bytes) {
        next += bytes.remaining();
        while (bytes.hasRemaining()) {
            int n = Math.min(block.length, bytes.remaining());
            bytes.get(block, 0, n);
            digest.update(block, 0, n);
        }
    }
}
