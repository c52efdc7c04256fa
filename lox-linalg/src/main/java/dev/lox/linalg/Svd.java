// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;
import java.util.Optional;

/** Singular value decompositions: iterative where this is faster and its certificate holds, otherwise exact. */
public final class Svd {
    /** Default error bound of the projection, relative to its norm. */
    public static final double TOLERANCE = 5e-5;

    private Svd() {}

    /**
     * The leading {@code rank} triplets of A.
     *
     * @param tolerance bound for residual and error of the {@link TruncatedSvd}; not used by the exact path
     * @param exact always take the exact path
     * @param scope owns the result
     */
    public static TruncatedSvd truncated(RowPanels a, int rank, double tolerance, boolean exact, NativeScope scope)
            throws IOException {
        int k = (int) Math.min(rank, Math.min(a.rows(), a.cols()));
        if (k <= 0) throw new IllegalArgumentException("rank must be positive: " + rank);
        if (!exact && isIterative(a.rows(), a.cols(), k)) {
            Optional<TruncatedSvd> svd = BlockKrylov.solve(a, k, tolerance, scope);
            if (svd.isPresent()) return svd.get();
        }
        return new GramSvd(a).truncated(k, scope);
    }

    /** Whether the leading {@code rank} triplets of a matrix of this shape are first computed iteratively. */
    public static boolean isIterative(long rows, int cols, int rank) {
        return BlockKrylov.suits(rows, cols, rank);
    }

    /**
     * Native memory that a decomposition usually takes in addition to its matrix, in bytes.
     *
     * @param rank rank of the iterative path; 0 for the exact path
     */
    public static long workBytes(long rows, int cols, int rank) {
        long side = Math.min(rows, cols);
        return rank > 0 ? BlockKrylov.workBytes(rows, cols, rank) : 2 * 8 * side * side + 8 * side * (rows + cols) / 4;
    }

    /** All singular values of A, descending, to an absolute accuracy of 1e-8·σ₁. */
    public static double[] spectrum(RowPanels a) throws IOException {
        return new GramSvd(a).spectrum();
    }

    /**
     * SVD of the product B·Aᵀ by two thin QR factorisations and one small SVD, without forming the product.
     *
     * @param b [m, r], overwritten
     * @param a [n, r], overwritten
     * @return min(r, m, n) triplets
     */
    public static TruncatedSvd ofProduct(DoubleMatrix b, DoubleMatrix a, NativeScope scope) {
        int r = b.cols();
        if (a.cols() != r) throw new IllegalArgumentException("factors of rank " + r + " and " + a.cols());
        try (NativeScope work = new NativeScope()) {
            if (r > Math.min(a.rows(), b.rows())) return ofDenseProduct(b, a, work, scope);
            double[] rb = new double[r * r];
            double[] ra = new double[r * r];
            Lapack.orthonormalise(work, b, rb);
            Lapack.orthonormalise(work, a, ra);
            DoubleMatrix left = work.doubles(r, r);
            DoubleMatrix right = work.doubles(r, r);
            left.set(rb);
            right.set(ra);
            DoubleMatrix core = work.doubles(r, r);
            Blas.dgemm(false, left, true, right, 1, 0, core);
            double[] sigma = Lapack.svd(work, core, left, right);
            DoubleMatrix u = scope.doubles(b.rows(), r);
            DoubleMatrix v = scope.doubles(a.rows(), r);
            Blas.dgemm(false, b, false, left, 1, 0, u);
            Blas.dgemm(false, a, true, right, 1, 0, v);
            return new TruncatedSvd(u, sigma, v, 0, 0, true);
        }
    }

    /** The factors have more columns than the product has rows or columns, so the product is small and is formed. */
    private static TruncatedSvd ofDenseProduct(DoubleMatrix b, DoubleMatrix a, NativeScope work, NativeScope scope) {
        int m = Math.toIntExact(b.rows());
        int n = Math.toIntExact(a.rows());
        DoubleMatrix product = work.doubles(m, n);
        Blas.dgemm(false, b, true, a, 1, 0, product);
        FloatMatrix narrow = work.floats(m, n);
        product.narrow(narrow);
        try {
            return new GramSvd(RowPanels.of(narrow, Math.sqrt(narrow.sumOfSquares()))).truncated(Math.min(m, n), scope);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a resident matrix needs no reading", e);
        }
    }
}
