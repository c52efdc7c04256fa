// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;
import java.util.Arrays;

/**
 * The exact path: singular values and vectors from the f64 eigenproblem of the smaller Gram matrix, AᵀA or AAᵀ.
 *
 * <p>Squaring loses half the digits of f64. The absolute accuracy is 1e-8·σ₁, better than that of an f32 SVD.
 */
final class GramSvd {
    /** Rows widened to f64 at a time. */
    private static final int BLOCK = 512;

    private final RowPanels a;

    GramSvd(RowPanels a) {
        this.a = a;
    }

    private boolean columnSide() {
        return a.cols() <= a.rows();
    }

    /** Every singular value, descending. */
    double[] spectrum() throws IOException {
        try (NativeScope scope = new NativeScope()) {
            return descendingRoots(Lapack.eigenvalues(gram(scope)));
        }
    }

    /** The leading {@code rank} triplets, allocated in {@code result}. */
    TruncatedSvd truncated(int rank, NativeScope result) throws IOException {
        try (NativeScope scope = new NativeScope()) {
            int side = (int) Math.min(a.rows(), a.cols());
            int wanted = Math.min(rank + 1, side);
            DoubleMatrix ascending = scope.doubles(side, wanted);
            Lapack.largestEigenvectors(gram(scope), ascending);
            DoubleMatrix known = scope.doubles(side, wanted);
            known.set(reversedColumns(ascending.toArray(), wanted));
            DoubleMatrix other = columnSide() ? times(scope, known) : transposedTimes(scope, known);
            double[] norms = columnNorms(other);
            // The norms of the images are σ to full precision; the eigenvalues only give the order.
            double[] residuals =
                    residuals(columnSide() ? transposedTimes(scope, other) : times(scope, other), known, norms);
            Certificate certificate = Certificate.of(norms, residuals, rank);
            DoubleMatrix u = result.doubles(a.rows(), rank);
            DoubleMatrix v = result.doubles(a.cols(), rank);
            (columnSide() ? v : u).set(kept(known, rank, null));
            (columnSide() ? u : v).set(kept(other, rank, norms));
            return new TruncatedSvd(
                    u, Arrays.copyOf(norms, rank), v, certificate.residual(), certificate.error(), true);
        }
    }

    private DoubleMatrix gram(NativeScope scope) throws IOException {
        return columnSide() ? columnGram(scope) : rowGram(scope);
    }

    /** AᵀA, accumulated over panels of rows. */
    private DoubleMatrix columnGram(NativeScope scope) throws IOException {
        DoubleMatrix g = scope.doubles(a.cols(), a.cols());
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix buffer = step.doubles(Math.min(BLOCK, a.rows()), a.cols());
            a.forEach((first, panel) -> {
                int at = (int) (first % BLOCK);
                buffer.rows(at, panel.rows()).widen(panel);
                long filled = at + panel.rows();
                if (filled == BLOCK || first + panel.rows() == a.rows())
                    Blas.dsyrkTransposed(buffer.rows(0, filled), first < BLOCK ? 0 : 1, g);
            });
        }
        return g;
    }

    /** AAᵀ: each block of rows times all panels. */
    private DoubleMatrix rowGram(NativeScope scope) throws IOException {
        int m = Math.toIntExact(a.rows());
        DoubleMatrix g = scope.doubles(m, m);
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix block = step.doubles(Math.min(BLOCK, a.rows()), a.cols());
            DoubleMatrix wide = step.doubles(RowPanels.PANEL, a.cols());
            DoubleMatrix product = step.doubles(Math.min(BLOCK, a.rows()) * RowPanels.PANEL, 1);
            for (int top = 0; top < m; top += BLOCK) {
                int from = top;
                int rows = Math.min(BLOCK, m - top);
                a.forEach((first, panel) -> {
                    if (first >= from && first < from + rows)
                        block.rows(first - from, panel.rows()).widen(panel);
                });
                a.forEach((first, panel) -> {
                    if (first + panel.rows() <= from) return;
                    int cols = (int) panel.rows();
                    DoubleMatrix right = wide.rows(0, cols);
                    right.widen(panel);
                    DoubleMatrix c = product.reshaped(rows, cols);
                    Blas.dgemm(false, block.rows(0, rows), true, right, 1, 0, c);
                    g.setBlock(from, (int) first, cols, c.toArray());
                });
            }
        }
        return g;
    }

    /** A·X in f64. */
    private DoubleMatrix times(NativeScope scope, DoubleMatrix x) throws IOException {
        DoubleMatrix y = scope.doubles(a.rows(), x.cols());
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix wide = step.doubles(RowPanels.PANEL, a.cols());
            a.forEach((first, panel) -> {
                DoubleMatrix part = wide.rows(0, panel.rows());
                part.widen(panel);
                Blas.dgemm(false, part, false, x, 1, 0, y.rows(first, panel.rows()));
            });
        }
        return y;
    }

    /** Aᵀ·X in f64. */
    private DoubleMatrix transposedTimes(NativeScope scope, DoubleMatrix x) throws IOException {
        DoubleMatrix y = scope.doubles(a.cols(), x.cols());
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix wide = step.doubles(RowPanels.PANEL, a.cols());
            a.forEach((first, panel) -> {
                DoubleMatrix part = wide.rows(0, panel.rows());
                part.widen(panel);
                Blas.dgemm(true, part, false, x.rows(first, panel.rows()), 1, first == 0 ? 0 : 1, y);
            });
        }
        return y;
    }

    /** The residual ‖A·(Aᵀu) − σ²u‖ / σ of each pair, or ‖Aᵀ(Av) − σ²v‖ / σ on the other side. */
    private static double[] residuals(DoubleMatrix image, DoubleMatrix known, double[] sigma) {
        double[] z = image.toArray();
        double[] x = known.toArray();
        double[] sums = new double[sigma.length];
        for (int at = 0; at < z.length; at++) {
            int i = at % sigma.length;
            double r = z[at] - sigma[i] * sigma[i] * x[at];
            sums[i] += r * r;
        }
        for (int i = 0; i < sums.length; i++) sums[i] = sigma[i] == 0 ? 0 : Math.sqrt(sums[i]) / sigma[i];
        return sums;
    }

    private static double[] columnNorms(DoubleMatrix m) {
        double[] sums = new double[m.cols()];
        double[] all = m.toArray();
        for (int at = 0; at < all.length; at++) sums[at % sums.length] += all[at] * all[at];
        for (int i = 0; i < sums.length; i++) sums[i] = Math.sqrt(sums[i]);
        return sums;
    }

    private static double[] kept(DoubleMatrix m, int k, double @org.jspecify.annotations.Nullable [] divisors) {
        double[] all = m.toArray();
        double[] kept = new double[Math.toIntExact(m.rows() * k)];
        for (int r = 0; r < m.rows(); r++)
            for (int i = 0; i < k; i++) {
                double x = all[r * m.cols() + i];
                kept[r * k + i] = divisors == null ? x : divisors[i] == 0 ? 0 : x / divisors[i];
            }
        return kept;
    }

    private static double[] reversedColumns(double[] all, int cols) {
        double[] reversed = new double[all.length];
        for (int at = 0; at < all.length; at++) {
            int row = at / cols;
            reversed[row * cols + cols - 1 - (at - row * cols)] = all[at];
        }
        return reversed;
    }

    private static double[] descendingRoots(double[] ascending) {
        double[] roots = new double[ascending.length];
        for (int i = 0; i < roots.length; i++) roots[i] = Math.sqrt(Math.max(0, ascending[ascending.length - 1 - i]));
        return roots;
    }
}
