// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.Digest;
import dev.lox.base.TextDigest;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A digest of a file's bytes that scales with the processors: SHA-256 of the SHA-256 of each 64 MiB. The digest of a large
 * file is remembered for the life of the process, as long as the file's identity, size and time stay the same.
 */
final class ContentDigest {
    private static final long PART = 64L << 20;
    private static final int BLOCK = 1 << 20;
    /** Smaller files are read again: that takes no time, and tests and editors change them within one tick of the clock. */
    private static final long REMEMBERED = 16L << 20;
    /** A file may change without a new time within one tick of a file system's clock. */
    private static final long SETTLED_SECONDS = 3;

    private record Stamp(Path path, @Nullable Object key, long size, FileTime modified) {}

    private static final Map<Stamp, String> KNOWN = new ConcurrentHashMap<>();

    private ContentDigest() {}

    static String of(Path file) throws IOException {
        Path path = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Stamp stamp = new Stamp(path, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        boolean settled = stamp.modified.toInstant().isBefore(Instant.now().minusSeconds(SETTLED_SECONDS));
        if (stamp.size < REMEMBERED || !settled) return compute(path, stamp.size);
        String known = KNOWN.get(stamp);
        if (known != null) return known;
        String computed = compute(path, stamp.size);
        KNOWN.put(stamp, computed);
        return computed;
    }

    private static String compute(Path file, long size) throws IOException {
        long parts = (size + PART - 1) / PART;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            TextDigest whole = new TextDigest().add(Long.toString(size));
            LongStream.range(0, parts)
                    .parallel()
                    .mapToObj(i -> part(file, channel, i * PART, Math.min(size, (i + 1) * PART)))
                    .toList()
                    .forEach(whole::add);
            return whole.hex();
        } catch (UncheckedIOException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String part(Path file, FileChannel channel, long start, long end) {
        MessageDigest digest = Digest.sha256();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BLOCK, end - start));
        try {
            for (long at = start; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                if (channel.read(buffer, at) < 0)
                    throw new EOFException(file + ": the file ended at byte " + at + " while it was read");
                digest.update(buffer.flip());
                buffer.position(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
