// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/**
 * Leading singular triplets of a matrix A [m, n] with error bounds.
 *
 * @param u [m, k] f64, orthonormal columns
 * @param sigma k singular values, descending
 * @param v [n, k] f64, orthonormal columns
 * @param residual largest ‖Aᵀu − σv‖ over the triplets, relative to σ₁
 * @param error bound on ‖USVᵀ − Proj_k(A)‖_F relative to ‖Proj_k(A)‖_F, from residuals and gaps
 * @param exact whether it was computed by the f64 eigenproblem of the Gram matrix, not by the iteration
 */
public record TruncatedSvd(
        DoubleMatrix u, double[] sigma, DoubleMatrix v, double residual, double error, boolean exact) {
    public int rank() {
        return sigma.length;
    }
}
