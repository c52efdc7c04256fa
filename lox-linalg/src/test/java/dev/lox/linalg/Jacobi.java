// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/**
 * The naive oracle: one-sided Jacobi SVD in plain f64 Java. Slow, short, and accurate to the last digits (Demmel &amp;
 * Veselić 1992).
 *
 * @param u [m, n] columns
 * @param sigma n values, descending
 * @param v [n, n] columns
 */
record Jacobi(double[][] u, double[] sigma, double[][] v) {
    /** Of A [m, n], m ≥ n. */
    static Jacobi of(double[][] a) {
        int m = a.length;
        int n = a[0].length;
        double[][] cols = new double[n][m];
        double[][] v = new double[n][n];
        for (int j = 0; j < n; j++) {
            v[j][j] = 1;
            for (int i = 0; i < m; i++) cols[j][i] = a[i][j];
        }
        for (boolean rotated = true; rotated; ) {
            rotated = false;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) {
                    double pp = dot(cols[p], cols[p]);
                    double qq = dot(cols[q], cols[q]);
                    double pq = dot(cols[p], cols[q]);
                    if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq)) continue;
                    rotated = true;
                    double zeta = (qq - pp) / (2 * pq);
                    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
                    double c = 1 / Math.sqrt(1 + t * t);
                    rotate(cols[p], cols[q], c, c * t);
                    rotate(v[p], v[q], c, c * t);
                }
        }
        return sorted(cols, v);
    }

    private static Jacobi sorted(double[][] cols, double[][] v) {
        int n = cols.length;
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) order[i] = i;
        java.util.Arrays.sort(order, (x, y) -> Double.compare(dot(cols[y], cols[y]), dot(cols[x], cols[x])));
        double[] sigma = new double[n];
        double[][] u = new double[cols[0].length][n];
        double[][] w = new double[n][n];
        for (int k = 0; k < n; k++) {
            double[] c = cols[order[k]];
            sigma[k] = Math.sqrt(dot(c, c));
            for (int i = 0; i < c.length; i++) u[i][k] = sigma[k] == 0 ? 0 : c[i] / sigma[k];
            for (int i = 0; i < n; i++) w[i][k] = v[order[k]][i];
        }
        return new Jacobi(u, sigma, w);
    }

    private static void rotate(double[] p, double[] q, double c, double s) {
        for (int i = 0; i < p.length; i++) {
            double x = p[i];
            p[i] = c * x - s * q[i];
            q[i] = s * x + c * q[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    /** Proj_k(A), row by row. */
    double[] projection(int k) {
        double[] p = new double[u.length * v.length];
        for (int i = 0; i < u.length; i++)
            for (int j = 0; j < v.length; j++)
                for (int t = 0; t < k; t++) p[i * v.length + j] += u[i][t] * sigma[t] * v[j][t];
        return p;
    }
}
