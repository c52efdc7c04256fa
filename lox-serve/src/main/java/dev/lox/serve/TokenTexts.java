// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.text.Tokenizer;

/** The text of each token of a sequence, including special tokens, as it appears in context. */
final class TokenTexts {
    private static final String PART = "token_id:";

    private final Tokenizer tokenizer;
    private int before = -1;

    TokenTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * The text of a token if it came next. A token that is only part of a character has no text of its own and is named
     * by its id, because several such tokens would otherwise look the same.
     */
    String peek(int token) {
        String text = text(token);
        return text.contains("\ufffd") ? PART + token : text;
    }

    /** Whether a text is the name of a token that is part of a character. */
    static boolean isPart(String text) {
        return text.startsWith(PART);
    }

    private String text(int token) {
        String alone = tokenizer.decode(new int[] {token}, false);
        if (before < 0) return alone;
        // Many tokenizers drop a leading space when they decode.
        String context = tokenizer.decode(new int[] {before}, false);
        String both = tokenizer.decode(new int[] {before, token}, false);
        return both.startsWith(context) ? both.substring(context.length()) : alone;
    }

    /** The text of the next token. */
    String next(int token) {
        String text = peek(token);
        before = token;
        return text;
    }
}
