// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 of a list of texts. Each text is preceded by its length, so different lists never give the same bytes, and its
 * UTF-16 units are hashed as they are, so unpaired surrogates stay distinct.
 */
public final class TextDigest {
    private final MessageDigest digest = Digest.sha256();

    public TextDigest add(String text) {
        byte[] bytes = new byte[4 + 2 * text.length()];
        put(bytes, 0, text.length() >>> 16);
        put(bytes, 2, text.length());
        for (int i = 0; i < text.length(); i++) put(bytes, 4 + 2 * i, text.charAt(i));
        digest.update(bytes);
        return this;
    }

    private static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    /** The digest as 64 hexadecimal digits; to be called once, at the end. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
