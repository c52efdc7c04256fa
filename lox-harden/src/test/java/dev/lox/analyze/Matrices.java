// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.Random;

/** Matrices whose values are exact in f32, as a model stores them. */
final class Matrices {
    private Matrices() {}

    /** Normal values, rounded to f32. */
    static double[][] random(int rows, int cols, double scale, long seed) {
        Random random = new Random(seed);
        double[][] a = new double[rows][cols];
        for (double[] row : a) for (int j = 0; j < cols; j++) row[j] = (float) (scale * random.nextGaussian());
        return a;
    }

    /** The sum in f32, as a model with these weights stores it. */
    static double[][] plus(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[0].length; j++) sum[i][j] = (float) (a[i][j] + b[i][j]);
        return sum;
    }

    /** The difference in f32, to which a delta is rounded. */
    static double[][] minus(double[][] a, double[][] b) {
        double[][] delta = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[0].length; j++) delta[i][j] = (float) a[i][j] - (float) b[i][j];
        return delta;
    }
}
