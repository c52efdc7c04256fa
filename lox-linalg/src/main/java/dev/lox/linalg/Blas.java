// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

/** Matrix products: C is overwritten with alpha·op(A)·op(B) + beta·C. */
public final class Blas {
    /** Columns per product: with 32 rows and blocks of 16, few enough for OpenBLAS kernels that do not pack. */
    private static final int COLUMNS = 1024;

    private Blas() {}

    /**
     * One panel P of a pass over A: Y = P·X, then Z = Pᵀ·Y + beta·Z, all row-major.
     *
     * @param x [n, b]
     * @param y [rows of P, b], overwritten
     * @param z [n, b]
     */
    static void multiplyBoth(FloatMatrix panel, FloatMatrix x, FloatMatrix y, float beta, FloatMatrix z) {
        int rows = (int) panel.rows();
        int n = panel.cols();
        int b = x.cols();
        for (int c = 0; c < n; c += COLUMNS)
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasNoTrans,
                    rows,
                    b,
                    Math.min(COLUMNS, n - c),
                    1,
                    panel.data().getPointer(c),
                    n,
                    x.data().getPointer((long) c * b),
                    b,
                    c == 0 ? 0 : 1,
                    y.data(),
                    b);
        for (int c = 0; c < n; c += COLUMNS)
            cblas_sgemm(
                    CblasRowMajor,
                    CblasTrans,
                    CblasNoTrans,
                    Math.min(COLUMNS, n - c),
                    b,
                    rows,
                    1,
                    panel.data().getPointer(c),
                    n,
                    y.data(),
                    b,
                    beta,
                    z.data().getPointer((long) c * b),
                    b);
    }

    /** The product in f32; all matrices are row-major. */
    public static void sgemm(
            boolean transA, FloatMatrix a, boolean transB, FloatMatrix b, float alpha, float beta, FloatMatrix c) {
        int inner = inner(transA, a.rows(), a.cols(), transB, b.rows(), b.cols(), c.rows(), c.cols());
        cblas_sgemm(
                CblasRowMajor,
                op(transA),
                op(transB),
                (int) c.rows(),
                c.cols(),
                inner,
                alpha,
                a.data(),
                a.cols(),
                b.data(),
                b.cols(),
                beta,
                c.data(),
                c.cols());
    }

    static void dgemm(
            boolean transA, DoubleMatrix a, boolean transB, DoubleMatrix b, double alpha, double beta, DoubleMatrix c) {
        int inner = inner(transA, a.rows(), a.cols(), transB, b.rows(), b.cols(), c.rows(), c.cols());
        cblas_dgemm(
                CblasRowMajor,
                op(transA),
                op(transB),
                (int) c.rows(),
                c.cols(),
                inner,
                alpha,
                a.data(),
                a.cols(),
                b.data(),
                b.cols(),
                beta,
                c.data(),
                c.cols());
    }

    /** Overwrites the upper triangle of C with AᵀA + beta·C. */
    static void dsyrkTransposed(DoubleMatrix a, double beta, DoubleMatrix c) {
        if (c.rows() != a.cols() || c.cols() != a.cols())
            throw new IllegalArgumentException("C is not " + a.cols() + " square");
        cblas_dsyrk(
                CblasRowMajor,
                CblasUpper,
                CblasTrans,
                a.cols(),
                Math.toIntExact(a.rows()),
                1,
                a.data(),
                a.cols(),
                beta,
                c.data(),
                c.cols());
    }

    private static int op(boolean transposed) {
        return transposed ? CblasTrans : CblasNoTrans;
    }

    private static int inner(boolean transA, long ar, int ac, boolean transB, long br, int bc, long rows, int cols) {
        long m = transA ? ac : ar;
        long k = transA ? ar : ac;
        long kb = transB ? bc : br;
        long n = transB ? br : bc;
        if (k != kb || m != rows || n != cols)
            throw new IllegalArgumentException(m + "×" + k + " by " + kb + "×" + n + " into " + rows + "×" + cols);
        Math.toIntExact(rows);
        return Math.toIntExact(k);
    }
}
