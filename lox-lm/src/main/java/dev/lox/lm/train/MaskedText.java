// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.text.Tokenizer;
import java.util.Arrays;

/** Rows in readable form: the text, special tokens included, with ⟦…⟧ around the target tokens. */
final class MaskedText {
    private MaskedText() {}

    static String of(TokenRow row, Tokenizer tokenizer) {
        StringBuilder out = new StringBuilder(
                "%s: %d tokens, %d learned\n".formatted(row.where(), row.tokens().length, row.learnedTokens()));
        int[] tokens = row.tokens();
        boolean[] learned = row.learned();
        for (int start = 0, end; start < tokens.length; start = end) {
            end = start + 1;
            while (end < tokens.length && learned[end] == learned[start]) end++;
            String text = text(tokenizer, tokens, start, end);
            out.append(learned[start] ? "⟦" + text + "⟧" : text);
        }
        return out.toString();
    }

    static String of(PairRow row, Tokenizer tokenizer) {
        return "%s: prompt %d tokens, chosen %d, rejected %d\n"
                        .formatted(row.where(), row.prompt().length, row.chosen().length, row.rejected().length)
                + "prompt: " + text(tokenizer, row.prompt(), 0, row.prompt().length) + "\n"
                + "chosen: ⟦" + behind(tokenizer, row.prompt(), row.chosen()) + "⟧" + "\n"
                + "rejected: ⟦" + behind(tokenizer, row.prompt(), row.rejected()) + "⟧";
    }

    private static String behind(Tokenizer tokenizer, int[] prompt, int[] tokens) {
        int[] all = Arrays.copyOf(prompt, prompt.length + tokens.length);
        System.arraycopy(tokens, 0, all, prompt.length, tokens.length);
        return text(tokenizer, all, prompt.length, all.length);
    }

    /** The text that some tokens add to their prefix; decoded alone they would lose their leading space. */
    private static String text(Tokenizer tokenizer, int[] tokens, int start, int end) {
        String before = tokenizer.decode(Arrays.copyOf(tokens, start), false);
        String all = tokenizer.decode(Arrays.copyOf(tokens, end), false);
        return all.startsWith(before)
                ? all.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(tokens, start, end), false);
    }
}
