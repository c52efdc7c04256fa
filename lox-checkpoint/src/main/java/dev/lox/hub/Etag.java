// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.ForeignText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * What the hub calls a file's content by, and the cache its blob: SHA-256 for large files, git's SHA-1 for others. A server
 * that only looks like the hub may have names of its own, which say nothing of the content.
 */
record Etag(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,127}");
    private static final Pattern SHA_1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException for what cannot be the name of a file */
    Etag {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException(ForeignText.printable(value));
    }

    /** From a header: quoted, or weak and quoted. */
    static Etag ofHeader(String header) {
        return new Etag(header.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", ""));
    }

    /** A digest to feed the content's bytes to, and {@link #matches} with. */
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

    /** Whether the digest is the one named; true if the name is none. */
    boolean matches(String digest) {
        boolean named = SHA_1.matcher(value).matches() || SHA_256.matcher(value).matches();
        return !named || value.equals(digest);
    }
}
