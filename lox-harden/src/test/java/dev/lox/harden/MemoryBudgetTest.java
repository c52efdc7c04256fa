// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryBudgetTest {
    @Test
    @Timeout(30)
    void manyThreads_neverHoldMoreThanThereIs_andAllGetTheirTurn() throws Exception {
        long total = 1000;
        MemoryBudget budget = new MemoryBudget(total);
        AtomicLong held = new AtomicLong();
        AtomicLong peak = new AtomicLong();
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                SplittableRandom random = new SplittableRandom(t);
                tasks.add(() -> {
                    int served = 0;
                    for (; served < 500; served++) {
                        // Some requests ask for more than there is: they get all of it.
                        long bytes = random.nextInt(10) == 0 ? 5 * total : 1 + random.nextLong(total);
                        budget.acquire(bytes);
                        peak.accumulateAndGet(held.addAndGet(Math.min(bytes, total)), Math::max);
                        Thread.yield();
                        held.addAndGet(-Math.min(bytes, total));
                        budget.release(bytes);
                    }
                    return served;
                });
            }
            for (Future<Integer> served : executor.invokeAll(tasks)) assertEquals(500, served.get());
        } finally {
            executor.shutdownNow();
        }
        assertEquals(0, held.get());
        assertTrue(peak.get() <= total, peak + " of " + total);
    }

    @Test
    @Timeout(30)
    void aRequestThatDoesNotFit_waitsUntilSomethingIsReleased() throws Exception {
        MemoryBudget budget = new MemoryBudget(100);
        budget.acquire(60);
        CountDownLatch served = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                budget.acquire(50);
                served.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        assertFalse(served.await(100, TimeUnit.MILLISECONDS));
        budget.release(60);
        assertTrue(served.await(10, TimeUnit.SECONDS));
        other.join();
    }
}
