// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of the tokens and targets of rows; it does not depend on the files they came from. */
final class RowsDigest {
    private final MessageDigest digest = Digest.sha256();

    private RowsDigest() {}

    static String ofExamples(List<TokenRow> rows) {
        RowsDigest all = new RowsDigest();
        for (TokenRow row : rows) {
            all.add(row.tokens());
            for (boolean learned : row.learned()) all.digest.update((byte) (learned ? 1 : 0));
        }
        return all.text();
    }

    static String ofPairs(List<PairRow> rows) {
        RowsDigest all = new RowsDigest();
        for (PairRow row : rows) {
            all.add(row.prompt());
            all.add(row.chosen());
            all.add(row.rejected());
        }
        return all.text();
    }

    private void add(int[] tokens) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * (1 + tokens.length)).putInt(tokens.length);
        for (int token : tokens) bytes.putInt(token);
        digest.update(bytes.array());
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
