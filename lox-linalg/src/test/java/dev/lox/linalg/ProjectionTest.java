// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static FloatMatrix diagonal(NativeScope scope, int rows, int cols, float... values) {
        FloatMatrix matrix = scope.floats(rows, cols);
        float[] all = new float[rows * cols];
        for (int i = 0; i < values.length; i++) all[i * cols + i] = values[i];
        matrix.put(0, rows, all);
        return matrix;
    }

    private static RowPanels panels(FloatMatrix matrix) {
        return RowPanels.of(matrix, Math.sqrt(matrix.sumOfSquares()));
    }

    private static Projection leading(FloatMatrix matrix, int rank, NativeScope scope) throws IOException {
        return Projection.onto(Svd.truncated(panels(matrix), rank, Svd.TOLERANCE, true, scope), matrix.cols(), scope);
    }

    @Test
    void frobenius_ofTheMatrixItself_isThatOfItsLeadingSingularValues() throws IOException {
        try (NativeScope scope = new NativeScope()) {
            FloatMatrix a = scope.floats(150, 70);
            float[] values = new float[150 * 70];
            Random random = new Random(1);
            for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
            a.put(0, 150, values);
            double kept = Arrays.stream(Svd.spectrum(panels(a)))
                    .limit(5)
                    .map(s -> s * s)
                    .sum();
            assertEquals(Math.sqrt(kept), leading(a, 5, scope).frobenius(panels(a)), 1e-9);
        }
    }

    @Test
    void rank_leavesOutDirectionsOfZeroSingularValues() throws IOException {
        try (NativeScope scope = new NativeScope()) {
            Projection onto = leading(diagonal(scope, 20, 10, 3, 2), 6, scope);
            assertEquals(2, onto.rank());
            assertEquals(4, onto.frobenius(panels(diagonal(scope, 20, 10, 0, 4, 5))), 1e-12);
        }
    }

    @Test
    void angles_betweenCoordinatePlanes_areZeroAndRight() throws IOException {
        try (NativeScope scope = new NativeScope()) {
            Projection one = leading(diagonal(scope, 9, 9, 3, 2), 2, scope);
            Projection other = leading(diagonal(scope, 9, 9, 0, 2, 1, 4), 3, scope);
            assertArrayEquals(new double[] {0, Math.PI / 2}, one.anglesTo(other), 1e-7);
            assertArrayEquals(new double[] {0, Math.PI / 2}, other.anglesTo(one), 1e-7);
        }
    }

    @Test
    void frobenius_ofOtherRows_isRefused() throws IOException {
        try (NativeScope scope = new NativeScope()) {
            Projection onto = leading(diagonal(scope, 9, 9, 3), 1, scope);
            assertThrows(IllegalArgumentException.class, () -> onto.frobenius(panels(diagonal(scope, 8, 9, 1))));
        }
    }
}
