// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NativeScopeTest {
    private static void assertAllRefused(NativeScope scope) {
        FloatMatrix floats = scope.floats(4, 4);
        FloatMatrix view = floats.rows(1, 2);
        DoubleMatrix doubles = scope.doubles(4, 4);
        DoubleMatrix doublesView = doubles.rows(1, 2);
        NativeBytes bytes = scope.bytes(64);
        scope.close();
        List<Executable> uses = List.of(
                () -> floats.get(0, 1, new float[4]),
                () -> floats.put(0, 1, new float[4]),
                () -> view.get(0, 1, new float[4]),
                () -> floats.rows(0, 1),
                floats::sumOfSquares,
                doubles::toArray,
                doublesView::toArray,
                () -> doubles.set(new double[16]),
                () -> doubles.widen(floats),
                () -> Blas.sgemm(false, floats, false, floats, 1, 0, floats),
                () -> bytes.view(0, 8),
                () -> scope.floats(1, 1));
        for (Executable use : uses) {
            IllegalStateException e = assertThrows(IllegalStateException.class, use);
            assertEquals("this native memory was freed when its scope was closed", e.getMessage());
        }
    }

    @Test
    void useAfterClose_isRefused() {
        assertAllRefused(new NativeScope());
    }

    @Test
    void useAfterClose_ofPooledMemory_isRefused_thoughTheMemoryIsStillMapped() {
        try (NativePool pool = new NativePool(1 << 20)) {
            assertAllRefused(new NativeScope(pool));
        }
    }

    @Test
    void closingTwice_givesMemoryBackOnce() {
        long before = NativeScope.liveBytes();
        NativeScope scope = new NativeScope();
        scope.floats(10, 10);
        assertEquals(before + 400, NativeScope.liveBytes());
        scope.close();
        scope.close();
        assertEquals(before, NativeScope.liveBytes());
    }

    /** Threads that fill their blocks with a mark of their own find it unchanged: no block is handed out twice. */
    @Test
    void pool_manyThreads_neverShareABlock() throws Exception {
        long before = NativeScope.liveBytes();
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        // Room for some of the blocks only, so that they are kept, reused and released all the time.
        try (NativePool pool = new NativePool(6 * 64 * 1024)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 1; t <= threads; t++) {
                float mark = t;
                tasks.add(() -> overwritten(pool, mark));
            }
            for (Future<Integer> result : executor.invokeAll(tasks)) assertEquals(0, result.get());
        } finally {
            executor.shutdownNow();
        }
        assertEquals(before, NativeScope.liveBytes());
    }

    /** How many elements others changed, in 300 rounds. */
    private static int overwritten(NativePool pool, float mark) {
        int changed = 0;
        for (int round = 0; round < 300; round++)
            try (NativeScope scope = new NativeScope(pool)) {
                // Two sizes, so that blocks of one wait while the other is wanted.
                FloatMatrix matrix = scope.floats(round % 3 == 0 ? 64 : 128, 128);
                float[] row = new float[128];
                java.util.Arrays.fill(row, mark);
                for (int i = 0; i < matrix.rows(); i++) matrix.put(i, 1, row);
                Thread.yield();
                for (int i = 0; i < matrix.rows(); i++) {
                    matrix.get(i, 1, row);
                    for (float x : row) if (x != mark) changed++;
                }
            }
        return changed;
    }

    @Test
    void pool_reusesABlockOfTheSameSize_untilItIsClosed() {
        NativePool pool = new NativePool(1 << 20);
        long address;
        try (NativeScope scope = new NativeScope(pool)) {
            address = scope.floats(16, 16).data().address();
        }
        try (NativeScope scope = new NativeScope(pool)) {
            assertEquals(address, scope.floats(16, 16).data().address());
            assertNotEquals(address, scope.floats(16, 16).data().address());
        }
        pool.close();
        NativeScope late = new NativeScope(pool);
        late.floats(16, 16).put(0, 1, new float[16]);
        late.close();
    }
}
