// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Decodes ids that arrive one by one. Text is returned as soon as no later id can change it.
 *
 * <p>The concatenated pieces equal {@link Tokenizer#decode} of all ids. Not thread-safe.
 */
public final class TokenStream {
    private static final Pattern BYTE = Pattern.compile("<0x[0-9a-fA-F]{2}>");

    private final Tokenizer tokenizer;
    private final boolean skipSpecialTokens;

    // The ids that are decoded together: some whose text was already returned, as context, and all later ones.
    // Without context the decoded text would lose its leading space.
    private int[] window = new int[16];
    private int length;
    private int context;
    private int emitted;

    TokenStream(Tokenizer tokenizer, boolean skipSpecialTokens) {
        this.tokenizer = tokenizer;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    /** Adds an id and returns the text that is now final, often none. */
    public String add(int id) {
        if (!tokenizer.knows(id) || skipSpecialTokens && tokenizer.isSpecial(id)) return "";
        if (length == window.length) window = Arrays.copyOf(window, 2 * length);
        window[length++] = id;
        // Consecutive byte tokens are valid or broken as a whole, so wait until they end.
        if (BYTE.matcher(tokenizer.token(id)).matches()) return "";
        String text = decoded();
        int certain = certain(text);
        String piece = text.substring(emitted, Math.max(emitted, certain));
        emitted += piece.length();
        if (emitted == text.length()) slide(text);
        return piece;
    }

    /** Returns the remaining text and resets the stream. */
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
        // A final replacement character may be the start of a character that the next token completes.
        return text.endsWith("\ufffd") ? text.length() - 1 : text.length();
    }

    /** All text has been returned, so the latest ids are enough context for later ones. */
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
