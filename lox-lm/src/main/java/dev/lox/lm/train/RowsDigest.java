// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.checkpoint.Digest;
import dev.lox.lm.encode.PairRow;
import dev.lox.lm.encode.TokenRow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What identifies rows of tokens: not their files, but what is learned from. */
final class RowsDigest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    static String ofExamples(List<TokenRow> rows) {
        RowsDigest digest = new RowsDigest();
        for (TokenRow row : rows) {
            digest.add(row.tokens());
            for (boolean learned : row.learned()) digest.bytes.write(learned ? 1 : 0);
        }
        return Digest.sha256(digest.bytes.toByteArray());
    }

    static String ofPairs(List<PairRow> rows) {
        RowsDigest digest = new RowsDigest();
        for (PairRow row : rows) {
            digest.add(row.prompt());
            digest.add(row.chosen());
            digest.add(row.rejected());
        }
        return Digest.sha256(digest.bytes.toByteArray());
    }

    private void add(int[] tokens) {
        try {
            out.writeInt(tokens.length);
            for (int token : tokens) out.writeInt(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
