// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import dev.lox.base.SplitMix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Leading singular triplets by block Lanczos on AᵀA with full reorthogonalisation, in an orthonormal basis of the block
 * Krylov space span{Ω, AᵀAΩ, (AᵀA)²Ω, …} for a random Ω (Musco &amp; Musco 2015; Golub, Luk &amp; Overton 1981).
 *
 * <p>Each step makes one pass over A: every panel is multiplied by the newest block, and its transpose by the result,
 * while it is in cache. Products with A are computed in f32; everything small (basis, Rayleigh-Ritz problem, residuals)
 * in f64.
 */
final class BlockKrylov {
    /** The largest number of basis vectors. A matrix that has not converged by then takes the exact path. */
    private static final int MAX_BASIS = 512;

    private static final int MIN_BLOCK = 16;
    private static final int MAX_BLOCK = 64;

    /** Blocks before the first test of convergence, which never happens sooner. */
    private static final int FIRST_LOOK = 5;

    /** Number of blocks that most matrices need. */
    private static final int USUAL_BLOCKS = 8;

    private final RowPanels a;
    private final int rank;
    private final double tolerance;
    private final int block;
    private final int maxBasis;

    /** The basis, A times the basis and AᵀA times the basis; each row is a vector. */
    private final VectorStack v;

    private final VectorStack av;
    private final VectorStack atav;

    /** The Rayleigh-Ritz matrix (AV)ᵀ(AV): a block of columns per step, with the rows the basis had then. */
    private final List<double[]> gram = new ArrayList<>();

    private BlockKrylov(RowPanels a, int rank, double tolerance, VectorStack v, VectorStack av, VectorStack atav) {
        this.a = a;
        this.rank = rank;
        this.tolerance = tolerance;
        this.block = block(rank);
        this.maxBasis = (int) Math.min(MAX_BASIS + 2L * rank, Math.min(a.rows(), a.cols()) * 3 / 4);
        this.v = v;
        this.av = av;
        this.atav = atav;
    }

    /** A few columns more than the rank, rounded up to a width that BLAS kernels use fully. */
    private static int block(int rank) {
        return Math.min(MAX_BLOCK, Math.max(MIN_BLOCK, (rank + 4 + 15) / 16 * 16));
    }

    /** Whether the iteration can be faster than the exact path: the rank is small compared with the matrix. */
    static boolean suits(long rows, int cols, int rank) {
        long least = Math.min(rows, cols);
        return least >= 128 && rank <= least / 8;
    }

    /** Twice the usual size of the basis and its images, which double when a matrix needs more. */
    static long workBytes(long rows, int cols, int rank) {
        return 2L * USUAL_BLOCKS * block(rank) * 8 * (rows + 2L * cols);
    }

    /** The triplets, allocated in {@code scope}; empty if they cannot be certified within the largest basis. */
    static Optional<TruncatedSvd> solve(RowPanels a, int rank, double tolerance, NativeScope scope) throws IOException {
        int usual = USUAL_BLOCKS * block(rank);
        try (VectorStack v = new VectorStack(a.cols(), usual);
                VectorStack av = new VectorStack(Math.toIntExact(a.rows()), usual);
                VectorStack atav = new VectorStack(a.cols(), usual)) {
            return new BlockKrylov(a, rank, tolerance, v, av, atav).run(scope);
        }
    }

    private Optional<TruncatedSvd> run(NativeScope result) throws IOException {
        start(v.append(block));
        for (int size = block; size <= maxBasis; size += block) {
            expand();
            if (size >= FIRST_LOOK * block && size > rank) {
                Optional<TruncatedSvd> svd = ritz(size, result);
                if (svd.isPresent()) return svd;
            }
            if (size + block <= maxBasis) next();
        }
        return Optional.empty();
    }

    /** Ω of random signs, equal for equal numbers of columns, so that tied tensors have equal results. */
    private static void start(DoubleMatrix omega) {
        SplitMix random = new SplitMix(0x10C5EEDL);
        double[] signs = new double[Math.toIntExact(omega.rows() * omega.cols())];
        for (int i = 0; i < signs.length; i++) signs[i] = random.next() < 0 ? -1 : 1;
        omega.set(signs);
        Lapack.orthonormaliseRows(omega);
    }

    /** Multiplies the newest block of the basis by A and AᵀA in one pass over A. */
    private void expand() throws IOException {
        try (NativeScope step = new NativeScope()) {
            FloatMatrix x = step.floats(a.cols(), block);
            FloatMatrix y = step.floats(a.rows(), block);
            FloatMatrix z = step.floats(a.cols(), block);
            v.last(block).narrowTransposed(x);
            a.forEach(
                    (first, panel) -> Blas.multiplyBoth(panel, x, y.rows(first, panel.rows()), first == 0 ? 0 : 1, z));
            av.append(block).widenTransposed(y);
            atav.append(block).widenTransposed(z);
            DoubleMatrix products = step.doubles(av.all().rows(), block);
            Blas.dgemm(false, av.all(), true, av.last(block), 1, 0, products);
            gram.add(products.toArray());
        }
    }

    /**
     * Appends AᵀA times the newest block, orthonormalised against the basis. One pass of Gram-Schmidt in f64 leaves an
     * error of 1e-16 times the cancellation, which the noise of the f32 products keeps below 1e7: far more accurate
     * than needed.
     */
    private void next() {
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix basis = v.all();
            DoubleMatrix rest = step.doubles(block, a.cols());
            rest.set(atav.last(block));
            DoubleMatrix shares = step.doubles(basis.rows(), block);
            Blas.dgemm(false, basis, true, rest, 1, 0, shares);
            Blas.dgemm(true, shares, false, basis, -1, 1, rest);
            Lapack.orthonormaliseRows(rest);
            v.append(block).set(rest);
        }
    }

    /** Solves the Rayleigh-Ritz problem; returns the triplets if their certificate is within the tolerance. */
    private Optional<TruncatedSvd> ritz(int size, NativeScope result) {
        int wanted = Math.min(rank + 1, size);
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix symmetric = step.doubles(size, size);
            symmetric.set(gramMatrix(size));
            DoubleMatrix y = step.doubles(size, wanted);
            double[] ascending = Lapack.largestEigenvectors(symmetric, y);
            double[] sigma = new double[wanted];
            for (int i = 0; i < wanted; i++) sigma[i] = Math.sqrt(Math.max(0, ascending[wanted - 1 - i]));
            double[] right = combine(y, v);
            double[] residuals = residuals(right, combine(y, atav), sigma);
            Certificate certificate = Certificate.of(sigma, residuals, rank);
            if (!certificate.within(tolerance)) return Optional.empty();
            double[] divisors = new double[rank];
            for (int i = 0; i < rank; i++) divisors[i] = sigma[i] == 0 ? 1 : sigma[i];
            DoubleMatrix left = columns(combine(y, av), Math.toIntExact(a.rows()), divisors, result);
            Arrays.fill(divisors, 1);
            DoubleMatrix kept = columns(right, a.cols(), divisors, result);
            return Optional.of(new TruncatedSvd(
                    left, Arrays.copyOf(sigma, rank), kept, certificate.residual(), certificate.error(), false));
        }
    }

    /** The upper triangle of the Gram matrix. */
    private double[] gramMatrix(int size) {
        double[] full = new double[size * size];
        for (int j = 0; j < gram.size(); j++) {
            double[] columns = gram.get(j);
            for (int r = 0; r < columns.length / block; r++)
                System.arraycopy(columns, r * block, full, r * size + j * block, block);
        }
        return full;
    }

    /** Yᵀ times a stack of vectors; the row of the largest eigenvalue comes first. */
    private static double[] combine(DoubleMatrix ascending, VectorStack stack) {
        try (NativeScope step = new NativeScope()) {
            DoubleMatrix rows = step.doubles(ascending.cols(), stack.all().cols());
            Blas.dgemm(true, ascending, false, stack.all(), 1, 0, rows);
            double[] all = new double[Math.toIntExact(rows.rows() * rows.cols())];
            for (int i = 0; i < rows.rows(); i++)
                System.arraycopy(rows.rows(rows.rows() - 1 - i, 1).toArray(), 0, all, i * rows.cols(), rows.cols());
            return all;
        }
    }

    /** ‖Aᵀu − σv‖ of each triplet, with u = Av/σ. */
    private static double[] residuals(double[] right, double[] back, double[] sigma) {
        int n = right.length / sigma.length;
        double[] norms = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            double sum = 0;
            for (int at = i * n; at < (i + 1) * n; at++) {
                double r = sigma[i] == 0 ? 0 : back[at] / sigma[i] - sigma[i] * right[at];
                sum += r * r;
            }
            norms[i] = Math.sqrt(sum);
        }
        return norms;
    }

    /** A matrix whose columns are the first rows, each divided by its divisor. */
    private static DoubleMatrix columns(double[] rows, int length, double[] divisors, NativeScope scope) {
        int k = divisors.length;
        double[] transposed = new double[Math.multiplyExact(length, k)];
        for (int i = 0; i < k; i++)
            for (int r = 0; r < length; r++) transposed[r * k + i] = rows[i * length + r] / divisors[i];
        DoubleMatrix matrix = scope.doubles(length, k);
        matrix.set(transposed);
        return matrix;
    }
}
