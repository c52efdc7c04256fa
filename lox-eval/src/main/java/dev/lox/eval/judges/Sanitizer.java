// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import java.util.regex.Pattern;

/**
 * Neutralises judged text: inserts a space into anything that a template, a tokenizer or the parser of answers would
 * interpret. It must be a space, since some tokenizers drop zero-width characters and so rejoin the parts.
 */
final class Sanitizer {
    private static final Pattern BROKEN = Pattern.compile(
            // The markers that the parser of answers looks for.
            "#(?=(?i:(?:the)?(?:score|class)))"
                    // Special tokens: <|eot_id|>, </s>, <end_of_turn>, <<SYS>>, <BEGIN CONVERSATION>.
                    + "|<(?=[|｜]|(?i:</?SYS|/?(?:BEGIN|END)\\b|"
                    + "/?(?:s|unk|pad|bos|eos|mask|cls|sep|think|image|(?:start|end)_of_\\w+|unused\\d+)>))"
                    // [INST], [/INST], [BEHAVIOR].
                    + "|\\[(?=/?[A-Z][A-Z_]+\\])");

    /** Lines that separate the sections of a classifier's prompt, or look like its answers. */
    private static final Pattern LINES = Pattern.compile(
            "^(?=[ \\t]*(?:-{3,}|(?:answers?|rules|behavior|generation|context|human user|ai assistant|user|agent"
                    + "|harmful request|response refusal|harmful response)[ \\t]*:|(?:un)?safe[ \\t]*$|s\\d+\\b))",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final char REPLACEMENT = '\uFFFD';

    private Sanitizer() {}

    /** For a section with its own delimiters. */
    static String text(String text) {
        return BROKEN.matcher(encodable(text)).replaceAll("$0 ");
    }

    /** For prompts whose sections end at the next section's heading: quotes lines that look like headings. */
    static String section(String text) {
        return LINES.matcher(text(text)).replaceAll("> ");
    }

    /** Unpaired surrogates cannot be encoded, and some tokenizers crash on NUL. */
    private static String encodable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
        }
        return out.toString();
    }
}
