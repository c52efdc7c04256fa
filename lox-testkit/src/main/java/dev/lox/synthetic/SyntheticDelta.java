// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import dev.lox.base.SplitMix;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;

/** U·diag(σ)·Vᵀ with random orthonormal U [m, k] and V [n, k]. */
public final class SyntheticDelta {
    private final double[][] u;
    private final double[][] v;
    private final double[] sigma;

    SyntheticDelta(int rows, int cols, double[] sigma, SplitMix random) {
        this.sigma = sigma;
        this.u = orthonormal(sigma.length, rows, random);
        this.v = orthonormal(sigma.length, cols, random);
    }

    /** {@code k} vectors of {@code n} elements, by Gram-Schmidt. */
    private static double[][] orthonormal(int k, int n, SplitMix random) {
        double[][] vectors = new double[k][n];
        for (int i = 0; i < k; i++) {
            for (int at = 0; at < n; at++) vectors[i][at] = Noise.gaussian(random);
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < i; j++) add(vectors[i], vectors[j], -dot(vectors[i], vectors[j]));
            double norm = Math.sqrt(dot(vectors[i], vectors[i]));
            for (int at = 0; at < n; at++) vectors[i][at] /= norm;
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void add(double[] to, double[] from, double times) {
        for (int i = 0; i < to.length; i++) to[i] += times * from[i];
    }

    LowRank factors(NativeScope scope) {
        return new LowRank(columns(u, sigma, scope), columns(v, null, scope));
    }

    private static FloatMatrix columns(
            double[][] vectors, double @org.jspecify.annotations.Nullable [] scale, NativeScope scope) {
        int k = vectors.length;
        int n = vectors[0].length;
        float[] values = new float[n * k];
        for (int i = 0; i < k; i++)
            for (int at = 0; at < n; at++)
                values[at * k + i] = (float) (vectors[i][at] * (scale == null ? 1 : scale[i]));
        FloatMatrix matrix = scope.floats(n, k);
        matrix.put(0, n, values);
        return matrix;
    }

    /** ‖PᵀX‖_F / √k for the left directions P and orthonormal columns X [m, k]: 1 if both span the same space. */
    public double overlap(double[] x, int k) {
        double sum = 0;
        for (double[] direction : u)
            for (int i = 0; i < k; i++) {
                double product = 0;
                for (int r = 0; r < direction.length; r++) product += direction[r] * x[r * k + i];
                sum += product * product;
            }
        return Math.sqrt(sum / Math.min(k, u.length));
    }
}
