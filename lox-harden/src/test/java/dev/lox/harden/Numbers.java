// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored tensors as f64, read one element at a time straight from the definition of each type. */
public final class Numbers {
    private Numbers() {}

    public static byte[] bytes(StoredTensor tensor) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tensor.info().bytes()));
        tensor.read(0, all);
        return all.array();
    }

    public static double[] of(StoredTensor tensor) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes(tensor)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[Math.toIntExact(tensor.shape().elements())];
        for (int i = 0; i < values.length; i++)
            values[i] = switch (tensor.dtype()) {
                case F64 -> from.getDouble();
                case F32 -> from.getFloat();
                case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
                case F16 -> ieee(from.getShort() & 0xffff, 5, 10);
                case F8_E5M2 -> ieee(from.get() & 0xff, 5, 2);
                case F8_E4M3 -> e4m3(from.get() & 0xff);
                default -> throw new IllegalArgumentException(tensor.dtype() + " is not a real type");
            };
        return values;
    }

    private static double e4m3(int bits) {
        return (bits & 0x7f) == 0x7f ? Double.NaN : finite(bits, 4, 3);
    }

    private static double ieee(int bits, int exponentBits, int mantissaBits) {
        int exponent = bits >> mantissaBits & (1 << exponentBits) - 1;
        if (exponent != (1 << exponentBits) - 1) return finite(bits, exponentBits, mantissaBits);
        if ((bits & (1 << mantissaBits) - 1) != 0) return Double.NaN;
        return bits >> exponentBits + mantissaBits == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    private static double finite(int bits, int exponentBits, int mantissaBits) {
        int exponent = bits >> mantissaBits & (1 << exponentBits) - 1;
        double fraction = (bits & (1 << mantissaBits) - 1) / Math.pow(2, mantissaBits);
        double sign = bits >> exponentBits + mantissaBits == 0 ? 1 : -1;
        int bias = (1 << exponentBits - 1) - 1;
        return sign
                * (exponent == 0 ? fraction * Math.pow(2, 1 - bias) : (1 + fraction) * Math.pow(2, exponent - bias));
    }

    /** L·Rᵀ for L [m, k] and R [n, k]. */
    public static double[] product(double[] left, double[] right, int k) {
        int m = left.length / k;
        int n = right.length / k;
        double[] product = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                for (int c = 0; c < k; c++) product[i * n + j] += left[i * k + c] * right[j * k + c];
        return product;
    }

    public static double[] transposed(double[] matrix, int rows) {
        int cols = matrix.length / rows;
        double[] turned = new double[matrix.length];
        for (int r = 0; r < rows; r++) for (int c = 0; c < cols; c++) turned[c * rows + r] = matrix[r * cols + c];
        return turned;
    }

    public static double[] sum(double[] a, double scale, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) sum[i] = a[i] + scale * b[i];
        return sum;
    }

    public static double norm(double[] a) {
        double squares = 0;
        for (double x : a) squares += x * x;
        return Math.sqrt(squares);
    }
}
