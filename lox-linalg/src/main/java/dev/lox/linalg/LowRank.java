// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/**
 * A low-rank matrix L·Rᵀ of shape [m, n], held as f32 factors.
 *
 * @param left [m, k]
 * @param right [n, k]
 */
public record LowRank(FloatMatrix left, FloatMatrix right) {
    /** U·diag(weights)·Vᵀ over the leading triplets; each factor gets the square root of the weights. */
    public static LowRank of(TruncatedSvd svd, double[] weights, NativeScope scope) {
        double[] left = new double[weights.length];
        double[] right = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            right[i] = Math.sqrt(Math.abs(weights[i]));
            left[i] = Math.signum(weights[i]) * right[i];
        }
        return new LowRank(scaled(svd.u(), left, scope), scaled(svd.v(), right, scope));
    }

    private static FloatMatrix scaled(DoubleMatrix from, double[] factors, NativeScope scope) {
        int k = factors.length;
        FloatMatrix to = scope.floats(from.rows(), k);
        double[] all = from.toArray();
        float[] scaled = new float[Math.toIntExact(from.rows() * k)];
        for (int at = 0; at < scaled.length; at++)
            scaled[at] = (float) (all[at / k * from.cols() + at % k] * factors[at % k]);
        to.put(0, Math.toIntExact(from.rows()), scaled);
        return to;
    }

    /** The sum of both matrices, with their factors side by side. */
    public LowRank plus(LowRank other, NativeScope scope) {
        return new LowRank(beside(left, other.left, scope), beside(right, other.right, scope));
    }

    private static FloatMatrix beside(FloatMatrix a, FloatMatrix b, NativeScope scope) {
        FloatMatrix both = scope.floats(a.rows(), a.cols() + b.cols());
        float[] rows = new float[Math.toIntExact(both.rows() * both.cols())];
        copy(a, rows, 0, both.cols());
        copy(b, rows, a.cols(), both.cols());
        both.put(0, Math.toIntExact(both.rows()), rows);
        return both;
    }

    private static void copy(FloatMatrix from, float[] to, int col, int width) {
        float[] row = new float[from.cols()];
        for (int r = 0; r < from.rows(); r++) {
            from.rows(r, 1).get(0, 1, row);
            System.arraycopy(row, 0, to, r * width + col, row.length);
        }
    }

    public int rank() {
        return left.cols();
    }

    /** Writes rows {@code first} to {@code first + target.rows()} (exclusive) of the product to {@code target}. */
    public void rows(long first, FloatMatrix target) {
        Blas.sgemm(false, left.rows(first, target.rows()), true, right, 1, 0, target);
    }
}
