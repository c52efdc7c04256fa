// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.io.IOException;

/**
 * A matrix that is walked through in panels of rows, from the first to the last: resident in memory, or formed anew on
 * each walk because it is too large to keep.
 */
public interface RowPanels {
    /** Rows of a panel, but for the last: 32 rows of 11008 columns stay in a core's cache between two products. */
    int PANEL = 32;

    long rows();

    int cols();

    /** ‖A‖_F. */
    double frobenius();

    void forEach(Visitor visitor) throws IOException;

    /** Sees one panel, a view that is valid during the call only. */
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
