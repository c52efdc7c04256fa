// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.util.Random;

/** Dense linear algebra in plain f64 Java loops: what the native kernels are compared with. */
final class Naive {
    private Naive() {}

    static double[][] random(int rows, int cols, long seed) {
        Random random = new Random(seed);
        double[][] a = new double[rows][cols];
        // Values of f32, so that both precisions start from the same matrix.
        for (double[] row : a) for (int j = 0; j < cols; j++) row[j] = (float) random.nextGaussian();
        return a;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++)
            for (int t = 0; t < b.length; t++) for (int j = 0; j < b[0].length; j++) c[i][j] += a[i][t] * b[t][j];
        return c;
    }

    static double[][] transposed(double[][] a) {
        return TestMatrix.transposed(a);
    }

    /** s·A + t·B. */
    static double[][] sum(double s, double[][] a, double t, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a[0].length; j++) c[i][j] = s * a[i][j] + t * b[i][j];
        return c;
    }

    static double[][] identity(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) a[i][i] = 1;
        return a;
    }

    /** The largest absolute difference of two matrices; NaN if any element is. */
    static double distance(double[][] a, double[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[0].length; j++) {
                double d = Math.abs(a[i][j] - b[i][j]);
                if (!(d <= largest)) largest = d;
                if (Double.isNaN(d)) return d;
            }
        return largest;
    }

    static double frobenius(double[][] a) {
        double sum = 0;
        for (double[] row : a) for (double x : row) sum += x * x;
        return Math.sqrt(sum);
    }

    static FloatMatrix floats(double[][] a, NativeScope scope) {
        FloatMatrix matrix = scope.floats(a.length, a[0].length);
        float[] row = new float[a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < row.length; j++) row[j] = (float) a[i][j];
            matrix.put(i, 1, row);
        }
        return matrix;
    }

    static DoubleMatrix doubles(double[][] a, NativeScope scope) {
        DoubleMatrix matrix = scope.doubles(a.length, a[0].length);
        for (int i = 0; i < a.length; i++) matrix.rows(i, 1).set(a[i]);
        return matrix;
    }

    static double[][] array(FloatMatrix matrix) {
        double[][] a = new double[(int) matrix.rows()][matrix.cols()];
        float[] row = new float[matrix.cols()];
        for (int i = 0; i < a.length; i++) {
            matrix.get(i, 1, row);
            for (int j = 0; j < row.length; j++) a[i][j] = row[j];
        }
        return a;
    }

    static double[][] array(DoubleMatrix matrix) {
        double[][] a = new double[(int) matrix.rows()][];
        for (int i = 0; i < a.length; i++) a[i] = matrix.rows(i, 1).toArray();
        return a;
    }
}
