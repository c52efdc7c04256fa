// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/** Factorisations in f64; a LAPACK failure is an {@link ArithmeticException} with the routine and its code. */
final class Lapack {
    private Lapack() {}

    /** Overwrites A [m, n], m ≥ n, with an orthonormal basis of its columns; R goes to {@code r} [n, n]. */
    static void orthonormalise(NativeScope scope, DoubleMatrix a, double[] r) {
        int m = Math.toIntExact(a.rows());
        int n = a.cols();
        DoubleMatrix tau = scope.doubles(1, n);
        check("dgeqrf", LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, m, n, a.data(), n, tau.data()));
        double[] top = a.rows(0, n).toArray();
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) r[i * n + j] = j < i ? 0 : top[i * n + j];
        check("dorgqr", LAPACKE_dorgqr(LAPACK_ROW_MAJOR, m, n, n, a.data(), n, tau.data()));
    }

    /** Overwrites the rows of A [k, n], k ≤ n, with an orthonormal basis of their span. */
    static void orthonormaliseRows(DoubleMatrix a) {
        int n = a.cols();
        int k = Math.toIntExact(a.rows());
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix tau = scope.doubles(1, k);
            // Our rows are columns in LAPACK's own layout, so nothing is transposed.
            check("dgeqrf", LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, k, a.data(), n, tau.data()));
            check("dorgqr", LAPACKE_dorgqr(LAPACK_COL_MAJOR, n, k, k, a.data(), n, tau.data()));
        }
    }

    /** All eigenvalues, ascending, of the symmetric matrix given by its upper triangle, which is overwritten. */
    static double[] eigenvalues(DoubleMatrix symmetric) {
        int n = symmetric.cols();
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix values = scope.doubles(1, n);
            check(
                    "dsyevd",
                    LAPACKE_dsyevd(LAPACK_ROW_MAJOR, (byte) 'N', (byte) 'U', n, symmetric.data(), n, values.data()));
            return values.toArray();
        }
    }

    /**
     * Eigenvectors [n, k] of the k largest eigenvalues, ascending, of the symmetric matrix given by its upper triangle,
     * which is overwritten. Returns the eigenvalues.
     */
    static double[] largestEigenvectors(DoubleMatrix symmetric, DoubleMatrix vectors) {
        int n = symmetric.cols();
        int k = vectors.cols();
        try (NativeScope scope = new NativeScope();
                IntPointer found = new IntPointer(1);
                IntPointer support = new IntPointer(2L * n)) {
            DoubleMatrix values = scope.doubles(1, n);
            check(
                    "dsyevr",
                    LAPACKE_dsyevr(
                            LAPACK_ROW_MAJOR,
                            (byte) 'V',
                            (byte) 'I',
                            (byte) 'U',
                            n,
                            symmetric.data(),
                            n,
                            0,
                            0,
                            n - k + 1,
                            n,
                            0,
                            found,
                            values.data(),
                            vectors.data(),
                            k,
                            support));
            if (found.get() != k)
                throw new ArithmeticException("dsyevr found " + found.get() + " of " + k + " eigenvectors");
            return java.util.Arrays.copyOf(values.toArray(), k);
        }
    }

    /** Singular values, descending, of a square matrix, which is overwritten; U and Vᵀ are written too. */
    static double[] svd(NativeScope scope, DoubleMatrix a, DoubleMatrix u, DoubleMatrix vt) {
        int n = a.cols();
        DoubleMatrix sigma = scope.doubles(1, n);
        DoublePointer s = sigma.data();
        check("dgesdd", LAPACKE_dgesdd(LAPACK_ROW_MAJOR, (byte) 'S', n, n, a.data(), n, s, u.data(), n, vt.data(), n));
        return sigma.toArray();
    }

    private static void check(String routine, int info) {
        if (info != 0) throw new ArithmeticException(routine + " failed with " + info);
    }
}
