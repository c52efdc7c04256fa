// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Preference;
import dev.lox.lm.train.RowEncoder.Cut;
import dev.lox.lm.train.Writing.Exchange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encodes preference pairs as tokens. */
final class PreferenceEncoder {
    private final EncodingSettings settings;
    private final Writing writing;

    PreferenceEncoder(EncodingSettings settings) {
        this.settings = settings;
        this.writing = settings.writing();
    }

    /**
     * Encodes all pairs.
     *
     * @throws InvalidInputException if pairs do not fit the format or the model and are refused, or if no pair is left
     */
    EncodedRows<PairRow> encode(List<Preference> pairs, BadRows policy) {
        return new RowEncoder<Preference, PairRow>(settings, Preference::where, this::row).encode(pairs, policy);
    }

    private Cut<PairRow> row(Preference pair) {
        Exchange preferred = writing.exchange(pair.prompt(), pair.chosen());
        int[] prompt = preferred.prompt();
        int[] chosen = preferred.continuation();
        int[] rejected = writing.exchange(pair.prompt(), pair.rejected()).continuation();
        for (int[] part : List.of(prompt, chosen, rejected)) RowEncoder.check(settings, part);
        int room = settings.maxLength() - prompt.length;
        if (prompt.length == 0 || chosen.length == 0 || rejected.length == 0 || room <= 0)
            return new Cut<>(Optional.empty(), true);
        PairRow row = new PairRow(pair.where(), prompt, cut(chosen, room), cut(rejected, room));
        return new Cut<>(Optional.of(row), Math.max(chosen.length, rejected.length) > room);
    }

    private static int[] cut(int[] tokens, int room) {
        return Arrays.copyOf(tokens, Math.min(tokens.length, room));
    }
}
