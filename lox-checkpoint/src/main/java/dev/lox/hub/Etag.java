// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hub's identifier of a file's content, which also names its blob in the cache: SHA-256 for large files, git's
 * SHA-1 for others. Other servers with the same interface may use identifiers that are not digests.
 */
record Etag(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,127}");
    private static final Pattern SHA_1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the value cannot be a file name */
    Etag {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException(ForeignText.printable(value));
    }

    /** Parses a header value, which is quoted and may be marked as weak. */
    static Etag ofHeader(String header) {
        return new Etag(header.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", ""));
    }

    /** The identifier that names a blob; empty if the file's name is none. */
    static Optional<Etag> ofBlob(Path blob) {
        String name = String.valueOf(blob.getFileName());
        return FORM.matcher(name).matches() ? Optional.of(new Etag(name)) : Optional.empty();
    }

    /** Whether it is a digest of the content, and not some other identifier. */
    boolean isDigest() {
        return SHA_1.matcher(value).matches() || SHA_256.matcher(value).matches();
    }

    /** A digest to update with the content and to compare by {@link #matches}. */
    MessageDigest digest(long bytes) {
        try {
            if (!SHA_1.matcher(value).matches()) return MessageDigest.getInstance("SHA-256");
            MessageDigest git = MessageDigest.getInstance("SHA-1");
            git.update(("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII));
            return git;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    /** Whether the digest equals this identifier; true if the identifier is not a digest. */
    boolean matches(String digest) {
        return !isDigest() || value.equals(digest);
    }
}
