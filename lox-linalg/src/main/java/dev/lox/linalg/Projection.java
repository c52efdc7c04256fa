// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;
import java.util.Arrays;

/** The orthogonal projection P = UUᵀ onto the span of k orthonormal columns of length m. */
public final class Projection {
    private final DoubleMatrix basis;

    private Projection(DoubleMatrix basis) {
        this.basis = basis;
    }

    /**
     * The projection onto the leading left singular directions of a matrix with {@code cols} columns. Triplets whose σ
     * is within the rounding error of f32 storage are omitted: their directions are arbitrary.
     *
     * @param scope owns the basis
     */
    public static Projection onto(TruncatedSvd svd, int cols, NativeScope scope) {
        DoubleMatrix u = svd.u();
        double floor =
                svd.rank() == 0 ? 0 : svd.sigma()[0] * Math.ulp(1f) * Math.sqrt((double) Math.max(u.rows(), cols));
        int k = 0;
        while (k < svd.rank() && svd.sigma()[k] > floor) k++;
        DoubleMatrix basis = scope.doubles(u.rows(), k);
        double[] from = u.toArray();
        double[] to = new double[Math.toIntExact(u.rows() * k)];
        for (int at = 0; at < to.length; at++) to[at] = from[at / k * u.cols() + at % k];
        basis.set(to);
        return new Projection(basis);
    }

    /** The dimension of the subspace. */
    public int rank() {
        return basis.cols();
    }

    /** ‖PA‖_F of A [m, n], which equals ‖UᵀA‖_F, computed in f64 in one pass over A. */
    public double frobenius(RowPanels a) throws IOException {
        if (a.rows() != basis.rows())
            throw new IllegalArgumentException(a.rows() + " rows, expected " + basis.rows() + " as in the basis");
        if (rank() == 0) return 0;
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix coordinates = scope.doubles(rank(), a.cols());
            DoubleMatrix wide = scope.doubles(RowPanels.PANEL, a.cols());
            a.forEach((first, panel) -> {
                DoubleMatrix part = wide.rows(0, panel.rows());
                part.widen(panel);
                Blas.dgemm(true, basis.rows(first, panel.rows()), false, part, 1, first == 0 ? 0 : 1, coordinates);
            });
            double squares = 0;
            for (double x : coordinates.toArray()) squares += x * x;
            return Math.sqrt(squares);
        }
    }

    /**
     * Principal angles between the two subspaces, in radians, ascending; their number is the smaller dimension. Their
     * cosines are the singular values of UᵀV (Björck &amp; Golub 1973); angles below 1e-8 are rounding errors.
     */
    public double[] anglesTo(Projection other) {
        int count = Math.min(rank(), other.rank());
        if (count == 0) return new double[0];
        int side = Math.max(rank(), other.rank());
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix product = scope.doubles(rank(), other.rank());
            Blas.dgemm(true, basis, false, other.basis, 1, 0, product);
            double[] part = product.toArray();
            // Zero rows or columns make the matrix square and add zero singular values at the end.
            double[] padded = new double[side * side];
            for (int r = 0; r < rank(); r++) System.arraycopy(part, r * other.rank(), padded, r * side, other.rank());
            DoubleMatrix square = scope.doubles(side, side);
            square.set(padded);
            double[] cosines = Lapack.svd(scope, square, scope.doubles(side, side), scope.doubles(side, side));
            return Arrays.stream(cosines, 0, count)
                    .map(c -> Math.acos(Math.min(1, c)))
                    .toArray();
        }
    }
}
