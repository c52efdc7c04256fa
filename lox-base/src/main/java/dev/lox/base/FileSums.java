// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Sizes and CRC-32C of the files in a folder, against damage. A file is read once in the life of this object, as long as
 * its identity, size and time stay the same: models are large, and many cells read them.
 */
public final class FileSums {
    private static final int BLOCK = 1 << 18;

    private record Stamp(Path path, @Nullable Object key, long size, FileTime modified) {}

    private final Map<Stamp, String> known = new ConcurrentHashMap<>();

    /** By relative path; empty if the folder does not exist. */
    public ObjectNode of(Path folder) throws IOException {
        ObjectNode sums = JsonNodeFactory.instance.objectNode();
        if (!Files.exists(folder)) return sums;
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) sums.put(folder.relativize(file).toString().replace('\\', '/'), sum(file));
        return sums;
    }

    private String sum(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Stamp stamp = new Stamp(file, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        String sum = known.get(stamp);
        if (sum == null) {
            sum = attributes.size() + " bytes, crc32c %08x".formatted(crc(file));
            known.put(stamp, sum);
        }
        return sum;
    }

    private static long crc(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) crc.update(block, 0, n);
        }
        return crc.getValue();
    }
}
