// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LapackTest {
    private static double[][] square(double[] values, int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) System.arraycopy(values, i * n, a[i], 0, n);
        return a;
    }

    @Test
    void orthonormalise_isAQrFactorisation() {
        double[][] a = Naive.random(40, 9, 1);
        double[] r = new double[81];
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix matrix = Naive.doubles(a, scope);
            Lapack.orthonormalise(scope, matrix, r);
            double[][] q = Naive.array(matrix);
            assertEquals(0, Naive.distance(Naive.identity(9), Naive.times(Naive.transposed(q), q)), 1e-14);
            assertEquals(0, Naive.distance(a, Naive.times(q, square(r, 9))), 1e-13);
        }
        for (int i = 0; i < 9; i++) for (int j = 0; j < i; j++) assertEquals(0, r[i * 9 + j]);
    }

    @Test
    void orthonormaliseRows_keepsTheSpan() {
        double[][] a = Naive.random(6, 33, 2);
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix matrix = Naive.doubles(a, scope);
            Lapack.orthonormaliseRows(matrix);
            double[][] q = Naive.array(matrix);
            assertEquals(0, Naive.distance(Naive.identity(6), Naive.times(q, Naive.transposed(q))), 1e-14);
            double[][] projected = Naive.times(Naive.times(a, Naive.transposed(q)), q);
            assertEquals(0, Naive.distance(a, projected), 1e-13);
        }
    }

    @Test
    void eigenvalues_ofAGramMatrix_areTheSquaresOfJacobisSingularValues() {
        double[][] a = Naive.random(30, 12, 3);
        double[] sigma = Jacobi.of(a).sigma();
        double[][] gram = Naive.times(Naive.transposed(a), a);
        try (NativeScope scope = new NativeScope()) {
            double[] ascending = Lapack.eigenvalues(Naive.doubles(gram, scope));
            for (int i = 0; i < 12; i++) assertEquals(sigma[i] * sigma[i], ascending[11 - i], 1e-11);
        }
    }

    @Test
    void largestEigenvectors_satisfyTheirEquation() {
        double[][] a = Naive.random(30, 12, 4);
        double[][] gram = Naive.times(Naive.transposed(a), a);
        double[] sigma = Jacobi.of(a).sigma();
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix vectors = scope.doubles(12, 5);
            double[] values = Lapack.largestEigenvectors(Naive.doubles(gram, scope), vectors);
            double[][] v = Naive.array(vectors);
            double[][] scaled = Naive.times(gram, v);
            for (int k = 0; k < 5; k++) {
                assertEquals(sigma[4 - k] * sigma[4 - k], values[k], 1e-11);
                for (int i = 0; i < 12; i++) assertEquals(values[k] * v[i][k], scaled[i][k], 1e-11);
            }
            assertEquals(0, Naive.distance(Naive.identity(5), Naive.times(Naive.transposed(v), v)), 1e-13);
        }
    }

    @Test
    void svd_multipliesBackToItsMatrix() {
        double[][] a = Naive.random(8, 8, 5);
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix u = scope.doubles(8, 8);
            DoubleMatrix vt = scope.doubles(8, 8);
            double[] sigma = Lapack.svd(scope, Naive.doubles(a, scope), u, vt);
            double[] expected = Jacobi.of(a).sigma();
            double[][] scaled = Naive.array(u);
            for (double[] row : scaled) for (int k = 0; k < 8; k++) row[k] *= sigma[k];
            assertEquals(0, Naive.distance(a, Naive.times(scaled, Naive.array(vt))), 1e-13);
            for (int i = 0; i < 8; i++) assertEquals(expected[i], sigma[i], 1e-13);
        }
    }
}
