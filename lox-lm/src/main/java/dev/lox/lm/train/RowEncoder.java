// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.base.Setting;
import dev.lox.lm.data.BadRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Encodes rows and counts how many are truncated, dropped or skipped. */
final class RowEncoder<T, R> {
    private final EncodingSettings settings;
    private final Function<T, String> where;
    private final Function<T, Cut<R>> encoding;

    /** A row cut to the maximum length; empty if no target tokens are left. */
    record Cut<R>(Optional<R> row, boolean truncated) {}

    RowEncoder(EncodingSettings settings, Function<T, String> where, Function<T, Cut<R>> encoding) {
        this.settings = settings;
        this.where = where;
        this.encoding = encoding;
    }

    EncodedRows<R> encode(List<T> rows, BadRows policy) {
        List<R> encoded = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int truncated = 0;
        int dropped = 0;
        for (T row : rows) {
            try {
                Cut<R> cut = encoding.apply(row);
                cut.row().ifPresent(encoded::add);
                if (cut.row().isEmpty()) dropped++;
                else if (cut.truncated()) truncated++;
            } catch (InvalidInputException e) {
                e.details().forEach(d -> problems.add(d.within(where.apply(row))));
            }
        }
        policy.settle(problems);
        if (encoded.isEmpty()) throw nothing(rows.size(), dropped, problems);
        return new EncodedRows<>(
                encoded,
                truncated,
                dropped,
                problems.stream().map(Problem::toString).toList());
    }

    private InvalidInputException nothing(int rows, int dropped, List<Problem> problems) {
        return dropped == 0
                ? new InvalidInputException("none of " + rows + " rows is left: "
                        + (problems.isEmpty() ? "there were none" : "none fits, the first: " + problems.get(0)))
                : new InvalidInputException(
                        "none of %s rows is left: %s have nothing to learn within %s tokens; pass a larger %s",
                        rows, dropped, settings.maxLength(), Setting.of("max-length"));
    }

    /** Refuses tokens for which the model has no embedding. */
    static void check(EncodingSettings settings, int[] tokens) {
        for (int token : tokens)
            if (token >= settings.vocabularySize())
                throw new InvalidInputException("has the token "
                        + settings.tokenizer().token(token) + ", which the model has no embedding for");
    }
}
