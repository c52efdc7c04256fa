// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Digest;
import dev.lox.base.SplitMix;
import dev.lox.linalg.DoubleMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import dev.lox.linalg.Svd;
import dev.lox.linalg.TruncatedSvd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Random matrices of a rank and a Frobenius norm: products of two Gaussian factors, scaled. */
final class RandomDirections {
    private final SplitMix random;

    /** Decided by the seed, the tensor's name and which of its matrices it is: neither by order nor by threads. */
    RandomDirections(long seed, String tensor, long matrix) {
        String digest = Digest.sha256((seed + "\n" + matrix + "\n" + tensor).getBytes(StandardCharsets.UTF_8));
        random = new SplitMix(Long.parseUnsignedLong(digest.substring(0, 16), 16));
    }

    LowRank matrix(long rows, int cols, int rank, double norm, NativeScope scope) {
        try (NativeScope work = new NativeScope()) {
            TruncatedSvd svd = Svd.ofProduct(gaussian(rows, rank, work), gaussian(cols, rank, work), work);
            double scale =
                    norm / Math.sqrt(Arrays.stream(svd.sigma()).map(s -> s * s).sum());
            double[] weights = Arrays.stream(svd.sigma()).map(s -> s * scale).toArray();
            return LowRank.of(svd, weights, scope);
        }
    }

    /** Native memory a matrix takes, in bytes. */
    static long workBytes(long rows, int cols, int rank) {
        return 24L * rank * (rows + cols);
    }

    private DoubleMatrix gaussian(long rows, int rank, NativeScope work) {
        double[] values = new double[Math.toIntExact(rows * rank)];
        Arrays.setAll(values, i -> random.gaussian());
        DoubleMatrix factor = work.doubles(rows, rank);
        factor.set(values);
        return factor;
    }
}
