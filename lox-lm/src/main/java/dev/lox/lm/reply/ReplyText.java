// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.lm.generate.StopRule;
import dev.lox.lm.text.TokenStream;
import dev.lox.lm.text.Tokenizer;
import java.util.List;
import java.util.Set;

/** Collects a reply's text and ends it at the first stop text. */
public final class ReplyText implements StopRule {
    private final TokenStream stream;
    private final Set<Integer> endTokens;
    private final List<String> stops;
    private final StringBuilder text = new StringBuilder();
    private int taken;
    private boolean stopped;
    private boolean ended;

    ReplyText(Tokenizer tokenizer, Set<Integer> endTokens, List<String> stops) {
        this.stream = tokenizer.stream(true);
        this.endTokens = endTokens;
        this.stops = stops;
    }

    @Override
    public boolean endsWith(int token) {
        if (endTokens.contains(token)) return true;
        return append(stream.add(token));
    }

    private boolean append(String piece) {
        if (piece.isEmpty()) return false;
        int longest = stops.stream().mapToInt(String::length).max().orElse(0);
        int from = Math.max(0, text.length() - longest);
        text.append(piece);
        int cut = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, from);
            if (at >= 0 && (cut < 0 || at < cut)) cut = at;
        }
        if (cut < 0) return false;
        text.setLength(cut);
        stopped = true;
        ended = true;
        return true;
    }

    /** The text added since the last call that no later token can change. */
    public String take() {
        int certain = ended ? text.length() : text.length() - held();
        String piece = text.substring(taken, Math.max(taken, certain));
        taken += piece.length();
        return piece;
    }

    /** Length of the text's end that may be the beginning of a stop text. */
    private int held() {
        int most = 0;
        for (String stop : stops)
            for (int n = Math.min(stop.length() - 1, text.length()); n > most; n--)
                if (stop.startsWith(text.substring(text.length() - n))) most = n;
        return most;
    }

    /** Whether a stop text ended it; valid once it is finished. */
    public boolean stopped() {
        return stopped;
    }

    /** The whole reply; call it once, at the end. */
    public String finish() {
        if (!stopped) append(stream.finish());
        ended = true;
        return text.toString();
    }
}
