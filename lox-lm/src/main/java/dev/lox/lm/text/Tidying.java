// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

/** Implements {@code clean_up_tokenization_spaces}: removes spaces before punctuation and English contractions. */
final class Tidying {
    /** Text followed by at least this many characters no longer changes: ten replacements look four ahead each. */
    static final int REACH = 40;

    private Tidying() {}

    /** The replacements of transformers, in the same order. */
    static String of(String text) {
        return text.replace(" .", ".")
                .replace(" ?", "?")
                .replace(" !", "!")
                .replace(" ,", ",")
                .replace(" ' ", "'")
                .replace(" n't", "n't")
                .replace(" 'm", "'m")
                .replace(" 's", "'s")
                .replace(" 've", "'ve")
                .replace(" 're", "'re");
    }
}
