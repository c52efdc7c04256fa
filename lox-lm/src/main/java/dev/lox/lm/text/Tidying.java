// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

/** What {@code clean_up_tokenization_spaces} asks for: no spaces before punctuation and English contractions. */
final class Tidying {
    /** Text that is followed by at least so much does not change any more: ten replacements, each looking four ahead. */
    static final int REACH = 40;

    private Tidying() {}

    /** The replacements of transformers in their order; each sees what the one before has left. */
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
