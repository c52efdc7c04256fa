// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrices, their panels and their products as low-rank factors, against plain loops. */
class MatrixTest {
    private static double[][] rounded(double[][] a) {
        double[][] r = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a[0].length; j++) r[i][j] = (float) a[i][j];
        return r;
    }

    /** Sizes within one chunk of 16384 elements, and across several. */
    @ParameterizedTest
    @CsvSource({"3,5", "1,1", "700,64", "64,700"})
    void conversions_anyShape_equalPlainLoops(int rows, int cols) {
        double[][] a = Naive.random(rows, cols, 1);
        double[][] thirds = Naive.sum(1.0 / 3, a, 0, a);
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix wide = scope.doubles(rows, cols);
            wide.widen(Naive.floats(a, scope));
            assertEquals(0, Naive.distance(a, Naive.array(wide)));
            FloatMatrix narrow = scope.floats(rows, cols);
            Naive.doubles(thirds, scope).narrow(narrow);
            assertEquals(0, Naive.distance(rounded(thirds), Naive.array(narrow)));
            DoubleMatrix across = scope.doubles(cols, rows);
            across.widenTransposed(Naive.floats(a, scope));
            assertEquals(0, Naive.distance(Naive.transposed(a), Naive.array(across)));
            FloatMatrix back = scope.floats(rows, cols);
            Naive.doubles(Naive.transposed(thirds), scope).narrowTransposed(back);
            assertEquals(0, Naive.distance(rounded(thirds), Naive.array(back)));
        }
    }

    @Test
    void setBlock_overwritesItsBlockAlone() {
        double[][] a = Naive.random(6, 7, 2);
        double[] block = {1, 2, 3, 4, 5, 6};
        try (NativeScope scope = new NativeScope()) {
            DoubleMatrix matrix = Naive.doubles(a, scope);
            matrix.setBlock(2, 4, 2, block);
            for (int r = 0; r < 3; r++) for (int c = 0; c < 2; c++) a[2 + r][4 + c] = block[r * 2 + c];
            assertEquals(0, Naive.distance(a, Naive.array(matrix)));
        }
    }

    @Test
    void rows_areAViewOfTheSameMemory() {
        try (NativeScope scope = new NativeScope()) {
            FloatMatrix matrix = Naive.floats(Naive.random(5, 3, 3), scope);
            matrix.rows(1, 3).put(1, 1, new float[] {7, 8, 9});
            float[] row = new float[3];
            matrix.get(2, 1, row);
            assertArrayEquals(new float[] {7, 8, 9}, row);
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(3, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(-1, 1));
        }
    }

    /** More elements than one call takes; a plain f32 sum of so many would be off by 1e-3. */
    @Test
    void sumOfSquares_pastOneCall_staysAccurate() {
        int rows = 1100;
        int cols = 1000;
        float[] row = new float[cols];
        double expected = 0;
        try (NativeScope scope = new NativeScope()) {
            FloatMatrix matrix = scope.floats(rows, cols);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cols; j++) row[j] = 1 + (i * 31 + j) % 7 * 1e-4f;
                for (float x : row) expected += (double) x * x;
                matrix.put(i, 1, row);
            }
            assertEquals(expected, matrix.sumOfSquares(), 1e-7 * expected);
            matrix.put(0, 1, nan(cols));
            assertEquals(Double.NaN, matrix.sumOfSquares());
        }
    }

    private static float[] nan(int n) {
        float[] values = new float[n];
        values[n / 2] = Float.NaN;
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1", "32", "33", "95"})
    void panels_coverEveryRowOnce_inOrder(int rows) throws IOException {
        double[][] a = Naive.random(rows, 4, 4);
        List<double[]> seen = new ArrayList<>();
        try (NativeScope scope = new NativeScope()) {
            RowPanels.of(Naive.floats(a, scope), 1).forEach((first, panel) -> {
                assertEquals(seen.size(), first);
                for (double[] row : Naive.array(panel)) seen.add(row);
            });
        }
        assertEquals(0, Naive.distance(a, seen.toArray(new double[0][])));
        assertEquals(rows, seen.size());
    }

    @Test
    void lowRank_weightsOfBothSigns_andItsSum_equalPlainLoops() throws IOException {
        double[][] a = Naive.random(60, 45, 5);
        double[] weights = {1.5, -0.75, 0, 2};
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(
                    RowPanels.of(Naive.floats(a, scope), Naive.frobenius(a)), 6, Svd.TOLERANCE, true, scope);
            double[][] u = Naive.array(svd.u());
            double[][] v = Naive.array(svd.v());
            double[][] expected = new double[60][45];
            for (int i = 0; i < 60; i++)
                for (int j = 0; j < 45; j++)
                    for (int t = 0; t < 4; t++) expected[i][j] += u[i][t] * weights[t] * v[j][t];
            LowRank one = LowRank.of(svd, weights, scope);
            assertEquals(4, one.rank());
            FloatMatrix some = scope.floats(20, 45);
            one.rows(30, some);
            double[][] part = java.util.Arrays.copyOfRange(expected, 30, 50);
            assertEquals(0, Naive.distance(part, Naive.array(some)), 1e-6);
            LowRank both = one.plus(one, scope);
            assertEquals(8, both.rank());
            both.rows(30, some);
            assertEquals(0, Naive.distance(Naive.sum(2, part, 0, part), Naive.array(some)), 2e-6);
        }
    }

    @Test
    void projection_ofAnotherMatrix_equalsPlainLoops() throws IOException {
        double[][] a = Naive.random(70, 30, 6);
        double[][] b = Naive.random(70, 50, 7);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd ofA = Svd.truncated(
                    RowPanels.of(Naive.floats(a, scope), Naive.frobenius(a)), 5, Svd.TOLERANCE, true, scope);
            TruncatedSvd ofB = Svd.truncated(
                    RowPanels.of(Naive.floats(b, scope), Naive.frobenius(b)), 3, Svd.TOLERANCE, true, scope);
            Projection onto = Projection.onto(ofA, 30, scope);
            double[][] u = Naive.array(ofA.u());
            double expected = Naive.frobenius(Naive.times(Naive.transposed(u), b));
            assertEquals(expected, onto.frobenius(RowPanels.of(Naive.floats(b, scope), 1)), 1e-10 * expected);
            double[] cosines = Jacobi.of(Naive.times(Naive.transposed(u), Naive.array(ofB.u())))
                    .sigma();
            double[] angles = onto.anglesTo(Projection.onto(ofB, 50, scope));
            assertEquals(3, angles.length);
            for (int i = 0; i < 3; i++) assertEquals(Math.acos(cosines[i]), angles[i], 1e-10);
        }
    }

    /** Spectra with clusters at and above the rank: whenever the iteration certifies a result, the bound must hold. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void certificate_boundsTheErrorOfTheProjection(int seed) throws IOException {
        float[][] a = TestMatrix.synthetic(220, 180, 4 + 3 * seed, 1e-3 / seed, seed);
        double[] expected = Jacobi.of(TestMatrix.wide(a)).projection(6);
        try (NativeScope scope = new NativeScope()) {
            TruncatedSvd svd = Svd.truncated(TestMatrix.panels(a, scope), 6, 1e-3, false, scope);
            double error = TestMatrix.relativeError(TestMatrix.product(svd), expected);
            // f32 products with A leave 1e-7 of the norm.
            double bound = svd.error() + 1e-6;
            org.junit.jupiter.api.Assertions.assertTrue(error <= bound, () -> error + " above " + bound);
        }
    }
}
