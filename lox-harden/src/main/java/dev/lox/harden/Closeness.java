// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;

/**
 * How an update D and what is to take its place lie to each other.
 *
 * @param cosine 0 where the other is zero
 * @param norm ‖D‖_F
 * @param distance between the two
 */
record Closeness(double cosine, double norm, double distance) {
    static Closeness of(StoredDelta d, RowUpdate other) throws IOException {
        int step = Chunk.rows(d.cols());
        float[] ours = new float[Math.multiplyExact(step, d.cols())];
        float[] theirs = new float[ours.length];
        double squares = 0;
        double otherSquares = 0;
        double product = 0;
        double apart = 0;
        for (long first = 0; first < d.rows(); first += step) {
            int count = (int) Math.min(step, d.rows() - first);
            d.read(first, count, ours);
            other.rows(first, count, theirs);
            for (int i = 0; i < count * d.cols(); i++) {
                double a = ours[i];
                double b = theirs[i];
                squares += a * a;
                otherSquares += b * b;
                product += a * b;
                apart += (a - b) * (a - b);
            }
        }
        double cosine = otherSquares == 0 ? 0 : product / Math.sqrt(squares) / Math.sqrt(otherSquares);
        return new Closeness(cosine, Math.sqrt(squares), Math.sqrt(apart));
    }
}
