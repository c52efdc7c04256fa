// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Leading singular triplets by block Lanczos on AᵀA with full reorthogonalisation: the basis is an orthonormal one of the
 * block Krylov space span{Ω, AᵀAΩ, (AᵀA)²Ω, …} for a random Ω (Musco &amp; Musco 2015; Golub, Luk &amp; Overton 1981).
 *
 * <p>A step walks once through A and multiplies each panel by the newest block and back while it is in cache. Products
 * with A are f32; everything small (basis, Rayleigh-Ritz problem, residuals) is f64.
 */
final class BlockKrylov {
    /** The basis grows to at most so many columns; what has not converged by then is left to the exact path. */
    private static final int MAX_BASIS = 512;

    private static final int MIN_BLOCK = 16;
    private static final int MAX_BLOCK = 64;

    private final RowPanels a;
    private final int rank;
    private final double tolerance;
    private final NativeScope scope;
    private final int block;
    private final int maxBasis;
    private final List<DoubleMatrix> v = new ArrayList<>();
    private final List<DoubleMatrix> av = new ArrayList<>();
    private final List<DoubleMatrix> atav = new ArrayList<>();

    /** Rayleigh-Ritz Gram matrix (AV)ᵀ(AV), in blocks [i][j] with i ≤ j. */
    private final List<List<double[]>> gram = new ArrayList<>();

    private BlockKrylov(RowPanels a, int rank, double tolerance, NativeScope scope) {
        this.a = a;
        this.rank = rank;
        this.tolerance = tolerance;
        this.scope = scope;
        // A few columns more than asked for, and widths that BLAS kernels fill.
        this.block = Math.min(MAX_BLOCK, Math.max(MIN_BLOCK, (rank + 4 + 15) / 16 * 16));
        this.maxBasis = (int) Math.min(MAX_BASIS + 2L * rank, Math.min(a.rows(), a.cols()) / 2);
    }

    /** Whether the iteration can pay: the rank is small against the matrix. */
    static boolean suits(long rows, int cols, int rank) {
        long least = Math.min(rows, cols);
        return least >= 256 && rank <= least / 8;
    }

    /** The triplets, in {@code scope}; or nothing, if the certificate cannot be had within the largest basis. */
    static Optional<TruncatedSvd> solve(RowPanels a, int rank, double tolerance, NativeScope scope) throws IOException {
        try (NativeScope work = new NativeScope()) {
            return new BlockKrylov(a, rank, tolerance, work).run(scope);
        }
    }

    private Optional<TruncatedSvd> run(NativeScope result) throws IOException {
        DoubleMatrix next = start();
        while ((v.size() + 1) * block <= maxBasis) {
            expand(next);
            if (v.size() * block > rank) {
                Optional<TruncatedSvd> svd = ritz(result);
                if (svd.isPresent()) return svd;
            }
            next = orthogonalised(atav.get(atav.size() - 1));
        }
        return Optional.empty();
    }

    /** Ω: the same for every matrix of so many columns, so that equal (tied) tensors have equal results. */
    private DoubleMatrix start() {
        Random random = new Random(0x10C5EEDL);
        double[] values = new double[Math.multiplyExact(a.cols(), block)];
        for (int i = 0; i < values.length; i++) values[i] = random.nextGaussian();
        DoubleMatrix omega = scope.doubles(a.cols(), block);
        omega.set(values);
        Lapack.orthonormalise(scope, omega, new double[0]);
        return omega;
    }

    /** Takes a block into the basis: AV and AᵀAV in one walk through A. */
    private void expand(DoubleMatrix newest) throws IOException {
        DoubleMatrix wide = scope.doubles(a.rows(), block);
        DoubleMatrix back = scope.doubles(a.cols(), block);
        try (NativeScope step = new NativeScope()) {
            FloatMatrix x = step.floats(a.cols(), block);
            FloatMatrix y = step.floats(a.rows(), block);
            FloatMatrix z = step.floats(a.cols(), block);
            newest.narrow(x);
            a.forEach((first, panel) -> {
                FloatMatrix part = y.rows(first, panel.rows());
                Blas.sgemm(false, panel, false, x, 1, 0, part);
                Blas.sgemm(true, panel, false, part, 1, first == 0 ? 0 : 1, z);
            });
            wide.widen(y);
            back.widen(z);
        }
        v.add(newest);
        av.add(wide);
        atav.add(back);
        List<double[]> column = new ArrayList<>();
        for (DoubleMatrix w : av) column.add(product(w, wide));
        gram.add(column);
    }

    private double[] product(DoubleMatrix left, DoubleMatrix right) {
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix c = step.doubles(left.cols(), right.cols());
            Blas.dgemm(true, left, false, right, 1, 0, c);
            return c.toArray();
        }
    }

    /** The part of {@code direction} outside the basis, orthonormalised; twice is enough (Parlett). */
    private DoubleMatrix orthogonalised(DoubleMatrix direction) {
        DoubleMatrix rest = scope.doubles(a.cols(), block);
        rest.set(direction.toArray());
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix c = step.doubles(block, block);
            for (int pass = 0; pass < 2; pass++)
                for (DoubleMatrix q : v) {
                    Blas.dgemm(true, q, false, rest, 1, 0, c);
                    Blas.dgemm(false, q, false, c, -1, 1, rest);
                }
        }
        Lapack.orthonormalise(scope, rest, new double[0]);
        return rest;
    }

    /** Rayleigh-Ritz on the basis; the triplets if their certificate holds. */
    private Optional<TruncatedSvd> ritz(NativeScope result) {
        int size = v.size() * block;
        int wanted = Math.min(rank + 1, size);
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix eigen = step.doubles(size, size);
            eigen.set(gramMatrix(size));
            double[] lambda = Lapack.eigenvectors(eigen);
            double[] sigma = new double[wanted];
            for (int i = 0; i < wanted; i++) sigma[i] = Math.sqrt(Math.max(0, lambda[size - 1 - i]));
            DoubleMatrix y = step.doubles(size, wanted);
            y.set(leading(eigen.toArray(), size, wanted));
            DoubleMatrix right = combine(step, v, y, a.cols());
            double[] residuals = residuals(right, combine(step, atav, y, a.cols()), sigma);
            Certificate certificate = Certificate.of(sigma, residuals, rank);
            if (!certificate.within(tolerance)) return Optional.empty();
            DoubleMatrix u = result.doubles(a.rows(), rank);
            DoubleMatrix kept = result.doubles(a.cols(), rank);
            u.set(scaled(firstColumns(combine(step, av, y, a.rows()), rank), sigma, rank));
            kept.set(firstColumns(right, rank));
            return Optional.of(new TruncatedSvd(
                    u, java.util.Arrays.copyOf(sigma, rank), kept, certificate.residual(), certificate.error(), false));
        }
    }

    private double[] gramMatrix(int size) {
        double[] full = new double[size * size];
        for (int j = 0; j < gram.size(); j++)
            for (int i = 0; i <= j; i++) {
                double[] g = gram.get(j).get(i);
                for (int r = 0; r < block; r++)
                    System.arraycopy(g, r * block, full, (i * block + r) * size + j * block, block);
            }
        return full;
    }

    /** Columns of the largest eigenvalues first, of eigenvectors stored in ascending order. */
    private static double[] leading(double[] vectors, int size, int wanted) {
        double[] y = new double[size * wanted];
        for (int r = 0; r < size; r++)
            for (int i = 0; i < wanted; i++) y[r * wanted + i] = vectors[r * size + size - 1 - i];
        return y;
    }

    private DoubleMatrix combine(NativeScope step, List<DoubleMatrix> blocks, DoubleMatrix y, long rows) {
        DoubleMatrix sum = step.doubles(rows, y.cols());
        for (int i = 0; i < blocks.size(); i++)
            Blas.dgemm(false, blocks.get(i), false, y.rows((long) i * block, block), 1, i == 0 ? 0 : 1, sum);
        return sum;
    }

    /** ‖Aᵀu − σv‖ of each triplet, where u = Av/σ. */
    private static double[] residuals(DoubleMatrix right, DoubleMatrix back, double[] sigma) {
        double[] v = right.toArray();
        double[] z = back.toArray();
        double[] norms = new double[sigma.length];
        for (int at = 0; at < v.length; at++) {
            int i = at % sigma.length;
            double r = sigma[i] == 0 ? 0 : z[at] / sigma[i] - sigma[i] * v[at];
            norms[i] += r * r;
        }
        for (int i = 0; i < norms.length; i++) norms[i] = Math.sqrt(norms[i]);
        return norms;
    }

    private static double[] firstColumns(DoubleMatrix m, int k) {
        double[] all = m.toArray();
        double[] kept = new double[Math.toIntExact(m.rows() * k)];
        for (int r = 0; r < m.rows(); r++) System.arraycopy(all, r * m.cols(), kept, r * k, k);
        return kept;
    }

    private static double[] scaled(double[] us, double[] sigma, int k) {
        for (int at = 0; at < us.length; at++) us[at] = sigma[at % k] == 0 ? 0 : us[at] / sigma[at % k];
        return us;
    }
}
