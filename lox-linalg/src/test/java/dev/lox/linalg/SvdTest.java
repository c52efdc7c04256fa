// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvdTest {
    private static Jacobi oracle(float[][] a) {
        return Jacobi.of(a.length >= a[0].length ? TestMatrix.wide(a) : TestMatrix.transposed(TestMatrix.wide(a)));
    }

    private static double[] projection(float[][] a, int k) {
        boolean tall = a.length >= a[0].length;
        Jacobi svd = oracle(a);
        if (tall) return svd.projection(k);
        double[] turned = new Jacobi(svd.v(), svd.sigma(), svd.u()).projection(k);
        return turned;
    }

    @ParameterizedTest
    @CsvSource({"300,180,6", "180,300,6", "200,200,1", "260,170,16", "64,40,6", "40,64,3", "7,5,5", "1,9,1", "9,1,1"})
    void truncated_syntheticMatrix_projectionWithinToleranceOfJacobi(int m, int n, int k) throws IOException {
        float[][] a = TestMatrix.synthetic(m, n, 24, 1e-4, 3);
        for (boolean exact : new boolean[] {false, true})
            try (NativeScope scope = new NativeScope()) {
                TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), k, Svd.TOLERANCE, exact, scope);
                double error = TestMatrix.relativeError(TestMatrix.product(svd), projection(a, k));
                assertTrue(error <= (svd.exact() ? 1e-9 : Svd.TOLERANCE), () -> "error " + error + " exact " + exact);
                double[] expected = oracle(a).sigma();
                for (int i = 0; i < k; i++) assertEquals(expected[i], svd.sigma()[i], 1e-6 * expected[0]);
            }
    }

    @Test
    void truncated_largeEnough_takesTheIterationAndItsBoundHolds() throws IOException {
        float[][] a = TestMatrix.synthetic(400, 300, 40, 1e-5, 5);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, false, scope);
            assertFalse(svd.exact());
            double error = TestMatrix.relativeError(TestMatrix.product(svd), projection(a, 6));
            assertTrue(error <= svd.error(), "error " + error + " above its bound " + svd.error());
            assertTrue(svd.residual() <= Svd.TOLERANCE);
        }
    }

    @Test
    void truncated_noGapAtTheRank_fallsBackToTheExactPath() throws IOException {
        // A flat spectrum: all singular values of the identity are 1, and no certificate can tell the sixth from the
        // seventh.
        float[][] a = new float[160][160];
        for (int i = 0; i < 160; i++) a[i][i] = 1 + i % 2 * 1e-7f;
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, false, scope);
            assertTrue(svd.exact());
            for (double s : svd.sigma()) assertEquals(1, s, 1e-6);
        }
    }

    @Test
    void truncated_exactlyLowRank_needsNoGapBelowIt() throws IOException {
        float[][] a = TestMatrix.synthetic(300, 200, 3, 0, 9);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, false, scope);
            assertTrue(TestMatrix.relativeError(TestMatrix.product(svd), projection(a, 3)) <= 1e-5);
            assertEquals(0, svd.sigma()[3], 1e-6 * svd.sigma()[0]);
        }
    }

    @Test
    void truncated_rankAboveTheMatrix_keepsAllItHas() throws IOException {
        float[][] a = TestMatrix.synthetic(12, 8, 4, 1e-3, 1);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), 50, Svd.TOLERANCE, false, scope);
            assertEquals(8, svd.rank());
            assertTrue(TestMatrix.relativeError(TestMatrix.product(svd), projection(a, 8)) <= 1e-9);
        }
    }

    @Test
    void truncated_rankZero_isRefused() {
        try (NativeScope scope = new NativeScope()) {
            RowPanels panels = TestMatrix.panels(new float[][] {{1}}, scope);
            assertThrows(IllegalArgumentException.class, () -> Svd.truncated(panels, 0, 1e-5, false, scope));
        }
    }

    @Test
    void truncated_twice_givesTheSameBits() throws IOException {
        float[][] a = TestMatrix.synthetic(300, 260, 30, 1e-4, 11);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd one = Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, false, scope);
            TruncatedSvd two = Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, false, scope);
            assertArrayEquals(one.u().toArray(), two.u().toArray());
            assertArrayEquals(one.v().toArray(), two.v().toArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"90,60", "60,90", "520,40", "40,520", "1030,30"})
    void spectrum_anyShape_equalsJacobi(int m, int n) throws IOException {
        float[][] a = TestMatrix.synthetic(m, n, 10, 1e-3, 2);
        try (NativeScope scope = new NativeScope()) {
            double[] expected = oracle(a).sigma();
            double[] actual = Svd.spectrum(TestMatrix.panels(a, scope));
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], 1e-4 * expected[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"40,30,4", "30,40,4", "6,30,9", "30,6,9"})
    void ofProduct_factors_equalTheDenseSvd(int m, int n, int r) {
        java.util.Random random = new java.util.Random(4);
        double[] b = random.doubles((long) m * r, -1, 1).toArray();
        double[] a = random.doubles((long) n * r, -1, 1).toArray();
        double[] dense = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) for (int t = 0; t < r; t++) dense[i * n + j] += b[i * r + t] * a[j * r + t];
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix left = scope.doubles(m, r);
            DoubleMatrix right = scope.doubles(n, r);
            left.set(b);
            right.set(a);
            TruncatedSvd svd = Svd.ofProduct(left, right, scope);
            assertEquals(Math.min(r, Math.min(m, n)), svd.rank());
            assertTrue(TestMatrix.relativeError(TestMatrix.product(svd), dense) <= 1e-6);
        }
    }

    @Test
    void nativeScope_afterAThousandDecompositions_holdsNothing() throws IOException {
        float[][] a = TestMatrix.synthetic(140, 150, 12, 1e-4, 8);
        long before = NativeScope.liveBytes();
        for (int i = 0; i < 1000; i++)
            try (NativeScope scope = new NativeScope()) {
                Svd.truncated(TestMatrix.panels(a, scope), 6, Svd.TOLERANCE, i % 2 == 0, scope);
            }
        assertEquals(before, NativeScope.liveBytes());
    }
}
