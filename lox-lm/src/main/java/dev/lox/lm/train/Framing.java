// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.text.Tokenizer;
import java.util.Arrays;

/** The tokens that a tokenizer puts around a text. A continuation goes in place of those after the prompt. */
final class Framing {
    private final Tokenizer tokenizer;
    private final int behind;

    Framing(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        int[] bare = tokenizer.encode("a", false);
        int[] framed = tokenizer.encode("a", true);
        int before = 0;
        while (before + bare.length < framed.length
                && !Arrays.equals(framed, before, before + bare.length, bare, 0, bare.length)) before++;
        behind = framed.length - bare.length - before;
    }

    /** A text's tokens without those that begin every text. */
    int[] opening(String text) {
        int[] tokens = tokenizer.encode(text, true);
        return Arrays.copyOf(tokens, tokens.length - behind);
    }

    /** The tokens of a continuation, with the end token. */
    int[] closing(String text, int endToken) {
        return ended(tokenizer.encode(text, false), endToken);
    }

    /** Appends the end token unless the text already has it. */
    static int[] ended(int[] tokens, int endToken) {
        if (tokens.length > 0 && tokens[tokens.length - 1] == endToken) return tokens;
        int[] all = Arrays.copyOf(tokens, tokens.length + 1);
        all[tokens.length] = endToken;
        return all;
    }
}
