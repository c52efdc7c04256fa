// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compares blobs of the cache with the digests that name them. A blob is read once; after that a record of its inode, size
 * and times says that it is unchanged.
 */
final class BlobCheck {
    private static final int BLOCK = 1 << 20;

    private final Path records;

    /** @param records the folder of the records; need not exist */
    BlobCheck(Path records) {
        this.records = records;
    }

    /** A blob whose content is not what its name says. */
    static final class DamagedBlobException extends NoSuchFileException {
        private static final long serialVersionUID = 1;

        DamagedBlobException(Path blob) {
            super(blob.toString(), null, "is damaged");
        }
    }

    /** Whether a blob has the content that its name says; true if the name is not a digest. */
    boolean isIntact(Path blob) throws IOException {
        Optional<Etag> etag = Etag.ofBlob(blob);
        if (etag.isEmpty() || !etag.get().isDigest()) return true;
        Path record = records.resolve(etag.get().value() + ".json");
        ObjectNode stamp = stamp(blob);
        if (Files.isRegularFile(record)
                && CheckedJson.read(record).filter(stamp::equals).isPresent()) return true;
        if (!etag.get().matches(digest(blob, etag.get()))) return false;
        try {
            Files.createDirectories(records);
            AtomicFile.write(record, CheckedJson.seal(stamp) + "\n");
        } catch (IOException e) {
            // A read-only cache can be used; its blobs are read each time.
        }
        return true;
    }

    private static ObjectNode stamp(Path blob) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(blob, BasicFileAttributes.class);
        ObjectNode stamp = JsonNodeFactory.instance
                .objectNode()
                .put("file", String.valueOf(attributes.fileKey()))
                .put("bytes", Long.toString(attributes.size()))
                .put("modified", attributes.lastModifiedTime().toString());
        // Unlike the time of modification, nobody can set it back.
        if (blob.getFileSystem().supportedFileAttributeViews().contains("unix"))
            stamp.put("changed", String.valueOf(Files.getAttribute(blob, "unix:ctime")));
        return stamp;
    }

    private static String digest(Path blob, Etag etag) throws IOException {
        MessageDigest digest = etag.digest(Files.size(blob));
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(blob)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) digest.update(block, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
