// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Singular values and left vectors by one-sided Jacobi rotations (Hestenes 1958), in plain Java: slow, and accurate to
 * the last digits.
 *
 * @param sigma descending
 * @param u the left vectors, in the same order; those of zero singular values are zero
 */
record Jacobi(double[] sigma, List<double[]> u) {
    static Jacobi of(double[][] a) {
        int n = a[0].length;
        List<double[]> columns = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            double[] column = new double[a.length];
            for (int i = 0; i < a.length; i++) column[i] = a[i][j];
            columns.add(column);
        }
        for (boolean rotated = true; rotated; ) {
            rotated = false;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) rotated |= rotate(columns.get(p), columns.get(q));
        }
        columns.sort(Comparator.comparingDouble((double[] c) -> dot(c, c)).reversed());
        int count = Math.min(a.length, n);
        double[] sigma = columns.stream()
                .limit(count)
                .mapToDouble(c -> Math.sqrt(dot(c, c)))
                .toArray();
        List<double[]> u = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double s = sigma[i];
            double[] c = columns.get(i).clone();
            for (int r = 0; r < c.length; r++) c[r] = s <= 1e-12 * sigma[0] ? 0 : c[r] / s;
            u.add(c);
        }
        return new Jacobi(sigma, u);
    }

    private static boolean rotate(double[] p, double[] q) {
        double pp = dot(p, p);
        double qq = dot(q, q);
        double pq = dot(p, q);
        if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq) || Math.sqrt(pp * qq) < 1e-28) return false;
        double zeta = (qq - pp) / (2 * pq);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double c = 1 / Math.sqrt(1 + t * t);
        for (int i = 0; i < p.length; i++) {
            double x = p[i];
            p[i] = c * (x - t * q[i]);
            q[i] = c * (t * x + q[i]);
        }
        return true;
    }

    /** ‖U_kU_kᵀA‖_F. */
    double projected(int k, double[][] a) {
        double squares = 0;
        for (int i = 0; i < Math.min(k, u.size()); i++)
            for (int j = 0; j < a[0].length; j++) {
                double sum = 0;
                for (int r = 0; r < a.length; r++) sum += u.get(i)[r] * a[r][j];
                squares += sum * sum;
            }
        return Math.sqrt(squares);
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) sum += x[i] * y[i];
        return sum;
    }
}
