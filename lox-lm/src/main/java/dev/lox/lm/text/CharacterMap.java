// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's map of characters to their normal form: a double-array trie over UTF-8 bytes, whose values are places
 * in a text of replacements that end with a zero byte.
 *
 * <p>The native library follows it without a check of its own.
 */
final class CharacterMap {
    private final int[] units;
    private final byte[] text;
    private double growth = 1;

    private CharacterMap(int[] units, byte[] text) {
        this.units = units;
        this.text = text;
    }

    /**
     * The largest number of bytes that replace one byte.
     *
     * @throws IllegalArgumentException where a lookup would leave the trie or the text
     */
    static double growth(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        // The native library insists on the padding.
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) throw invalid();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 8) throw invalid();
        long count = Integer.toUnsignedLong(buffer.getInt()) / 4;
        if (count == 0 || 4 * count > buffer.remaining()) throw invalid();
        int[] units = new int[(int) count];
        for (int i = 0; i < units.length; i++) units[i] = buffer.getInt();
        byte[] text = new byte[buffer.remaining()];
        buffer.get(text);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw invalid();
        }
        CharacterMap map = new CharacterMap(units, text);
        map.walk();
        return map.growth;
    }

    /** Visits every node that a text can lead to, the ones with the shortest keys first. */
    private void walk() {
        BitSet seen = new BitSet(units.length);
        Deque<Integer> nodes = new ArrayDeque<>();
        Deque<Integer> deeper = new ArrayDeque<>();
        int[] lengths = replacementLengths();
        nodes.add(inside(offset(units[0])));
        seen.set(offset(units[0]));
        for (int length = 1; !nodes.isEmpty(); length++) {
            for (int node : nodes) {
                inside(node | 0xff);
                for (int label = 1; label < 256; label++) {
                    int unit = units[node ^ label];
                    if ((unit & 0x800000ff) != label) continue;
                    int child = inside(node ^ label ^ offset(unit));
                    if ((unit & 0x100) != 0) checkValue(units[child] & 0x7fffffff, lengths, length);
                    if (!seen.get(child)) deeper.add(child);
                    seen.set(child);
                }
            }
            nodes.clear();
            nodes.addAll(deeper);
            deeper.clear();
        }
    }

    private void checkValue(int place, int[] lengths, int keyLength) {
        if (place > text.length || place < text.length && (text[place] & 0xc0) == 0x80) throw invalid();
        growth = Math.max(growth, (double) lengths[place] / keyLength);
    }

    private int[] replacementLengths() {
        int[] lengths = new int[text.length + 1];
        for (int i = text.length - 1; i >= 0; i--) lengths[i] = text[i] == 0 ? 0 : lengths[i + 1] + 1;
        return lengths;
    }

    private int inside(int node) {
        if (node < 0 || node >= units.length) throw invalid();
        return node;
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 0x200) >>> 6);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("is not a valid map of characters");
    }
}
