// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlasTest {
    private static double[][] op(boolean transposed, double[][] a) {
        return transposed ? Naive.transposed(a) : a;
    }

    @ParameterizedTest
    @CsvSource({
        "false,false,1,0", "true,false,1,0", "false,true,1,0", "true,true,1,0",
        "false,false,-0.5,1", "true,false,2,-1", "false,true,0,3", "true,true,1.5,0.25"
    })
    void gemm_everyOrientation_equalsPlainLoops(boolean transA, boolean transB, double alpha, double beta) {
        int m = 37;
        int k = 53;
        int n = 29;
        double[][] a = Naive.random(transA ? k : m, transA ? m : k, 1);
        double[][] b = Naive.random(transB ? n : k, transB ? k : n, 2);
        double[][] c = Naive.random(m, n, 3);
        double[][] expected = Naive.sum(alpha, Naive.times(op(transA, a), op(transB, b)), beta, c);
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix wide = Naive.doubles(c, scope);
            Blas.dgemm(transA, Naive.doubles(a, scope), transB, Naive.doubles(b, scope), alpha, beta, wide);
            assertEquals(0, Naive.distance(expected, Naive.array(wide)), 1e-12);
            FloatMatrix narrow = Naive.floats(c, scope);
            Blas.sgemm(
                    transA,
                    Naive.floats(a, scope),
                    transB,
                    Naive.floats(b, scope),
                    (float) alpha,
                    (float) beta,
                    narrow);
            assertEquals(0, Naive.distance(expected, Naive.array(narrow)), 1e-4);
        }
    }

    @Test
    void gemm_shapesThatDoNotFit_areRefused() {
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix a = scope.doubles(3, 4);
            DoubleMatrix b = scope.doubles(5, 6);
            DoubleMatrix c = scope.doubles(3, 6);
            assertThrows(IllegalArgumentException.class, () -> Blas.dgemm(false, a, false, b, 1, 0, c));
            assertThrows(IllegalArgumentException.class, () -> Blas.dsyrkTransposed(a, 0, c));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void dsyrk_upperTriangle_equalsPlainLoops(double beta) {
        double[][] a = Naive.random(41, 17, 4);
        double[][] c = Naive.random(17, 17, 5);
        double[][] expected = Naive.sum(1, Naive.times(Naive.transposed(a), a), beta, c);
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix result = Naive.doubles(c, scope);
            Blas.dsyrkTransposed(Naive.doubles(a, scope), beta, result);
            double[][] actual = Naive.array(result);
            for (int i = 0; i < 17; i++) for (int j = i; j < 17; j++) assertEquals(expected[i][j], actual[i][j], 1e-12);
        }
    }

    /** Widths below, at and above the 1024 columns that one product takes. */
    @ParameterizedTest
    @CsvSource({"7,0", "1024,0", "1025,1", "2500,1"})
    void multiplyBoth_anyWidth_equalsPlainLoops(int n, float beta) {
        double[][] p = Naive.random(32, n, 6);
        double[][] x = Naive.random(n, 16, 7);
        double[][] z = Naive.random(n, 16, 8);
        double[][] y = Naive.times(p, x);
        double[][] expected = Naive.sum(1, Naive.times(Naive.transposed(p), y), beta, z);
        try (NativeScope scope = new NativeScope()) {
            FloatMatrix products = scope.floats(32, 16);
            FloatMatrix sums = Naive.floats(z, scope);
            Blas.multiplyBoth(Naive.floats(p, scope), Naive.floats(x, scope), products, beta, sums);
            assertEquals(0, Naive.distance(y, Naive.array(products)), 1e-6 * Naive.frobenius(y));
            assertEquals(0, Naive.distance(expected, Naive.array(sums)), 1e-6 * Naive.frobenius(expected));
        }
    }
}
