// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.data.BadRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Encodes rows one after another and counts what becomes of them. */
final class RowEncoder<T, R> {
    private final EncodingSettings settings;
    private final Function<T, String> where;
    private final Function<T, Cut<R>> encoding;

    /** A row within the maximum length; none where nothing was left to learn. */
    record Cut<R>(Optional<R> row, boolean truncated) {}

    RowEncoder(EncodingSettings settings, Function<T, String> where, Function<T, Cut<R>> encoding) {
        this.settings = settings;
        this.where = where;
        this.encoding = encoding;
    }

    EncodedRows<R> encode(List<T> rows, BadRows policy) {
        List<R> encoded = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        int truncated = 0;
        int dropped = 0;
        for (T row : rows) {
            try {
                Cut<R> cut = encoding.apply(row);
                cut.row().ifPresent(encoded::add);
                if (cut.row().isEmpty()) dropped++;
                else if (cut.truncated()) truncated++;
            } catch (BadInputException e) {
                e.complaints().forEach(c -> complaints.add(where.apply(row) + ": " + c));
            }
        }
        policy.settle(complaints);
        if (encoded.isEmpty()) throw nothing(rows.size(), dropped, complaints);
        return new EncodedRows<>(encoded, truncated, dropped, complaints);
    }

    private BadInputException nothing(int rows, int dropped, List<String> complaints) {
        return new BadInputException("none of " + rows + " rows is left: "
                + (dropped == 0
                        ? complaints.isEmpty() ? "there were none" : "none fits, the first: " + complaints.get(0)
                        : dropped + " have nothing to learn within " + settings.maxLength()
                                + " tokens; pass a larger --max-length"));
    }

    /** Refuses tokens that the model has no embedding for. */
    static void check(EncodingSettings settings, int[] tokens) {
        for (int token : tokens)
            if (token >= settings.vocabularySize())
                throw new BadInputException("has the token "
                        + settings.tokenizer().token(token) + ", which the model has no embedding for");
    }
}
