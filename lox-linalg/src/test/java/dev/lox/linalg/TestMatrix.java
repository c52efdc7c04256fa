// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.Random;

/** Small seeded matrices with a known decay of singular values, plus noise. */
final class TestMatrix {
    private TestMatrix() {}

    static float[][] synthetic(int m, int n, int directions, double noise, long seed) {
        Random random = new Random(seed);
        double[][] a = new double[m][n];
        for (int k = 0; k < directions; k++) {
            double[] u = random.doubles(m, -1, 1).toArray();
            double[] v = random.doubles(n, -1, 1).toArray();
            double s = Math.pow(k + 1, -0.7) / Math.sqrt(m * (double) n);
            for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) a[i][j] += s * u[i] * v[j];
        }
        float[][] f = new float[m][n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) f[i][j] = (float) (a[i][j] + noise * random.nextGaussian());
        return f;
    }

    static RowPanels panels(float[][] a, NativeScope scope) {
        FloatMatrix matrix = scope.floats(a.length, a[0].length);
        for (int i = 0; i < a.length; i++) matrix.put(i, 1, a[i]);
        return RowPanels.of(matrix, Math.sqrt(matrix.sumOfSquares()));
    }

    static double[][] wide(float[][] a) {
        double[][] w = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a[0].length; j++) w[i][j] = a[i][j];
        return w;
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a[0].length; j++) t[j][i] = a[i][j];
        return t;
    }

    /** USVᵀ, row by row. */
    static double[] product(TruncatedSvd svd) {
        int m = (int) svd.u().rows();
        int n = (int) svd.v().rows();
        int k = svd.rank();
        double[] u = svd.u().toArray();
        double[] v = svd.v().toArray();
        double[] p = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                for (int t = 0; t < k; t++) p[i * n + j] += u[i * k + t] * svd.sigma()[t] * v[j * k + t];
        return p;
    }

    static double relativeError(double[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(error / norm);
    }
}
