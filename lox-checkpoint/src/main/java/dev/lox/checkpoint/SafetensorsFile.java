// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An open safetensors file: its header is parsed, its tensors can be read at any offset from any thread.
 *
 * <p>Bytes are read, not mapped: if another process truncates a mapped file the whole JVM crashes, and mapped pages
 * count against the memory limit (docs/decisions.md).
 */
public final class SafetensorsFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and parses its header.
     *
     * @throws InvalidInputException if it is not a regular file, or violates the format
     */
    public static SafetensorsFile open(Path path) throws IOException {
        if (!Files.exists(path)) throw new InvalidInputException(path + ": no such file");
        if (!Files.isRegularFile(path)) throw new InvalidInputException(path + ": is not a regular file");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new SafetensorsFile(path, channel, readHeader(path, channel));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
        String where = path.toString();
        long size = channel.size();
        if (size < 8)
            throw new InvalidInputException(
                    where + ": has " + size + " bytes, a safetensors file has at least 8; download it again");
        byte[] first = new byte[8];
        readFully(channel, 0, ByteBuffer.wrap(first), where);
        if (looksLikePickle(first) && !startsObject(channel, size))
            throw new InvalidInputException(where + ": is a PyTorch pickle, which can run code when it is loaded; "
                    + "convert it to safetensors with transformers' save_pretrained");
        int length = HeaderParser.jsonLength(where, first, size);
        byte[] encoded = Arrays.copyOf(first, 8 + length);
        readFully(channel, 8, ByteBuffer.wrap(encoded, 8, length), where);
        return HeaderParser.parse(where, encoded, size - 8 - length);
    }

    /** Zip archives and bare pickles begin like this, but so do some header lengths, such as 640 bytes. */
    private static boolean looksLikePickle(byte[] first) {
        return first[0] == (byte) 0x80 && first[1] >= 2 && first[1] <= 5 || first[0] == 'P' && first[1] == 'K';
    }

    private static boolean startsObject(FileChannel channel, long size) throws IOException {
        ByteBuffer ninth = ByteBuffer.allocate(1);
        return size > 8 && channel.read(ninth, 8) == 1 && ninth.get(0) == '{';
    }

    public Path path() {
        return path;
    }

    public SafetensorsHeader header() {
        return header;
    }

    /**
     * Fills {@code target} with the tensor's bytes, starting at {@code offset}.
     *
     * @throws EOFException if the file has become shorter since it was opened
     */
    public void read(TensorInfo tensor, long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || target.remaining() > tensor.bytes() - offset)
            throw new IndexOutOfBoundsException("bytes " + offset + " + " + target.remaining() + " of " + tensor);
        readFully(
                channel,
                header.dataStart() + tensor.begin() + offset,
                target,
                path + ": tensor " + ForeignText.printable(tensor.name()));
    }

    private static void readFully(FileChannel channel, long at, ByteBuffer target, String where) throws IOException {
        long position = at;
        while (target.hasRemaining()) {
            int n = channel.read(target, position);
            if (n < 0) throw new EOFException(where + ": the file ended at byte " + position + " while it was read");
            position += n;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
