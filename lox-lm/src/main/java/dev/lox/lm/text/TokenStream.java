// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Text of ids that arrive one by one, handed out as soon as no later id can change it.
 *
 * <p>The pieces together are {@link Tokenizer#decode} of all ids. Not for use by two threads at once.
 */
public final class TokenStream {
    private static final Pattern BYTE = Pattern.compile("<0x[0-9a-fA-F]{2}>");

    private final Tokenizer tokenizer;
    private final boolean skipSpecialTokens;

    // The ids that are decoded together: one stretch whose text is out, as context, and what came after it. Decoding
    // a later stretch without context would lose its leading space.
    private int[] window = new int[16];
    private int length;
    private int context;
    private int emitted;

    TokenStream(Tokenizer tokenizer, boolean skipSpecialTokens) {
        this.tokenizer = tokenizer;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    /** Takes the next id; returns what has become certain, often nothing. */
    public String add(int id) {
        if (!tokenizer.knows(id) || skipSpecialTokens && tokenizer.isSpecial(id)) return "";
        if (length == window.length) window = Arrays.copyOf(window, 2 * length);
        window[length++] = id;
        // Bytes in a row are text together or broken together, so nothing is known until the row ends.
        if (BYTE.matcher(tokenizer.token(id)).matches()) return "";
        String text = decoded();
        int certain = certain(text);
        String piece = text.substring(emitted, Math.max(emitted, certain));
        emitted += piece.length();
        if (emitted == text.length()) slide(text);
        return piece;
    }

    /** What is left; the stream starts anew. */
    public String finish() {
        String rest = decoded().substring(emitted);
        length = 0;
        context = 0;
        emitted = 0;
        return rest;
    }

    private int certain(String text) {
        if (tokenizer.tidies()) {
            int end = Math.max(0, text.length() - Tidying.REACH);
            return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        }
        // The replacement character at the end may be the first bytes of a character that goes on in the next token.
        return text.endsWith("\ufffd") ? text.length() - 1 : text.length();
    }

    /** All text is out, so the ids of its last stretch are context enough for the ones to come. */
    private void slide(String text) {
        int[] stretch = Arrays.copyOfRange(window, context, length);
        String alone = context == 0 ? text : tokenizer.decode(stretch, skipSpecialTokens);
        if (alone.isEmpty()) return;
        System.arraycopy(stretch, 0, window, 0, stretch.length);
        length = stretch.length;
        context = length;
        emitted = alone.length();
    }

    private String decoded() {
        return tokenizer.decode(Arrays.copyOf(window, length), skipSpecialTokens);
    }
}
