// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;

/**
 * A matrix that is visited in panels of rows, from the first to the last. It is resident in memory, or computed anew in
 * each pass because it is too large to keep.
 */
public interface RowPanels {
    /** Rows per panel but the last: 32 rows of 11008 columns stay in a core's cache between two products. */
    int PANEL = 32;

    long rows();

    int cols();

    /** ‖A‖_F. */
    double frobenius();

    void forEach(Visitor visitor) throws IOException;

    /** Receives one panel, a view that is valid only during the call. */
    @FunctionalInterface
    interface Visitor {
        void panel(long firstRow, FloatMatrix panel) throws IOException;
    }

    /** A matrix in memory. */
    static RowPanels of(FloatMatrix matrix, double frobenius) {
        return new RowPanels() {
            @Override
            public long rows() {
                return matrix.rows();
            }

            @Override
            public int cols() {
                return matrix.cols();
            }

            @Override
            public double frobenius() {
                return frobenius;
            }

            @Override
            public void forEach(Visitor visitor) throws IOException {
                for (long first = 0; first < matrix.rows(); first += PANEL)
                    visitor.panel(first, matrix.rows(first, Math.min(PANEL, matrix.rows() - first)));
            }
        };
    }
}
