// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 of whole files, as {@code sha256sum} and the hub give it. */
public final class FileDigest {
    private FileDigest() {}

    /**
     * Reads a file once.
     *
     * @param pace told the size of every block; may wait, or throw to end the reading
     * @return 64 hexadecimal digits
     */
    public static String sha256(Path file, LongConsumer pace) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        byte[] block = new byte[64 << 10];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                pace.accept(buffer.flip().remaining());
                while (buffer.hasRemaining()) {
                    int n = Math.min(block.length, buffer.remaining());
                    buffer.get(block, 0, n);
                    digest.update(block, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
