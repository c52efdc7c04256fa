// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class RunnerTest {
    private static final Resources ONE = new Resources(1, 1, 100);

    @TempDir
    Path folder;

    private final Told told = new Told();

    private CellStore store() {
        return new CellStore(folder);
    }

    private List<String> run(Resources resources, Cell<?>... targets) throws IOException, InterruptedException {
        return new Runner(store(), resources, false, told, () -> false)
                .run(List.of(targets)).stream()
                        .map(f -> f.cell().label() + ": " + f.error())
                        .toList();
    }

    private List<String> run(Cell<?>... targets) throws IOException, InterruptedException {
        return run(ONE, targets);
    }

    @Test
    void cell_isDoneOnce_howeverManyReadIt_andInEachRun() throws Exception {
        FakeCell model = FakeCell.plain("model");
        FakeCell a = FakeCell.plain("a", model);
        FakeCell b = FakeCell.plain("b", model, a);
        for (int i = 0; i < 3; i++) assertEquals(List.of(), run(a, b, a, model));
        for (FakeCell cell : List.of(model, a, b)) assertEquals(1, cell.runs.get(), cell.label());
        assertEquals(List.of("1/3 model", "2/3 a", "3/3 b"), told.lines);
    }

    @Test
    void equalCellsOfTwoStudies_areDoneOnce() throws Exception {
        run(FakeCell.plain("a", FakeCell.ephemeral("model")));
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell same = FakeCell.plain("a", model);
        FakeCell other = FakeCell.plain("a", FakeCell.ephemeral("other model"));
        run(same, other);
        assertEquals(0, same.runs.get());
        assertEquals(0, model.runs.get());
        assertEquals(1, other.runs.get());
    }

    @Test
    void failingCell_takesThoseThatNeedItsFiles_andNoOthers() throws Exception {
        FakeCell bad = FakeCell.plain("bad").failing("disk on fire");
        FakeCell behind = FakeCell.plain("behind", bad);
        FakeCell last = FakeCell.plain("last", behind);
        FakeCell well = FakeCell.plain("well");
        assertEquals(
                List.of("bad: disk on fire", "behind: needs bad, which failed", "last: needs behind, which failed"),
                run(last, well).stream().sorted().toList());
        assertEquals(1, well.runs.get());
        assertEquals(0, behind.runs.get());
        assertEquals(4, told.lines.size());
        assertTrue(told.lines.get(3).startsWith("4/4 "), told.lines.toString());
    }

    @Test
    void failuresOfEveryKind_areSaidInWords() throws Exception {
        FakeCell blank = FakeCell.plain("blank").doing(place -> {
            throw new IllegalStateException();
        });
        FakeCell memory = FakeCell.plain("memory").doing(place -> {
            throw new OutOfMemoryError("Java heap space");
        });
        FakeCell gone = FakeCell.plain("gone").doing(place -> Files.readString(folder.resolve("nowhere")));
        assertEquals(
                List.of(
                        "blank: java.lang.IllegalStateException",
                        "gone: java.nio.file.NoSuchFileException: " + folder.resolve("nowhere"),
                        "memory: Java heap space"),
                run(blank, memory, gone).stream().sorted().toList());
    }

    @Test
    void rerun_triesTheFailedAlone() throws Exception {
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell bad = FakeCell.plain("bad", model).failing("x");
        FakeCell well = FakeCell.plain("well", model);
        assertEquals(List.of("bad: x"), run(bad, well));
        assertTrue(store().holdsFiles(model), "what the failed one reads stays for its next try");
        bad.during = place -> {};
        assertEquals(List.of(), run(bad, well));
        assertEquals(2, bad.runs.get());
        assertEquals(1, well.runs.get());
        assertEquals(1, model.runs.get());
        assertFalse(store().holdsFiles(model));
    }

    @Test
    void largeFiles_areThereWhileSomebodyWaits_andGoneAfterwards() throws Exception {
        FakeCell first = FakeCell.ephemeral("first");
        FakeCell second = FakeCell.ephemeral("second", first);
        FakeCell third = FakeCell.plain("third", second)
                .doing(place -> assertFalse(place.store().holdsFiles(first), "nobody waits for the first any more"));
        FakeCell fourth = FakeCell.plain("fourth", third, second);
        assertEquals(List.of(), run(third, fourth));
        assertFalse(Files.exists(store().files(first)));
        assertFalse(Files.exists(store().files(second)));
        assertTrue(store().holdsFiles(third), "small files stay");
        assertTrue(store().result(first).isPresent(), "results stay");
    }

    @Test
    void droppedFiles_areMadeAgain_whereANewCellNeedsThem() throws Exception {
        FakeCell first = FakeCell.ephemeral("first");
        FakeCell second = FakeCell.ephemeral("second", first);
        FakeCell other = FakeCell.ephemeral("other");
        FakeCell old = FakeCell.plain("old", second, other);
        run(old);
        assertEquals(List.of(), run(old, FakeCell.plain("new", second)));
        assertEquals(2, first.runs.get());
        assertEquals(2, second.runs.get());
        assertEquals(1, other.runs.get());
        assertEquals(1, old.runs.get());
        assertFalse(Files.exists(store().files(second)));
    }

    @Test
    void keptFiles_stay() throws Exception {
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell reader = FakeCell.plain("reader", model);
        new Runner(store(), ONE, true, told, () -> false).run(List.of(reader));
        assertTrue(store().holdsFiles(model));
        new Runner(store(), ONE, true, told, () -> false).run(List.of(reader));
        assertTrue(store().holdsFiles(model));
    }

    @Test
    void filesLeftByAKill_areSwept() throws Exception {
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell reader = FakeCell.plain("reader", model);
        new Runner(store(), ONE, true, told, () -> false).run(List.of(reader));
        Files.createDirectories(store().folder(model).resolve("dropped"));
        run(reader);
        assertFalse(Files.exists(store().files(model)));
        assertFalse(Files.exists(store().folder(model).resolve("dropped")));
        assertEquals(1, model.runs.get());
    }

    @Test
    void filesHalfMadeAgainWhenKilled_areNotTakenForWhole() throws Exception {
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell old = FakeCell.plain("old", model);
        run(old);
        model.during = place -> {
            Files.writeString(place.files().resolve("half"), "");
            throw new InterruptedException();
        };
        FakeCell reader = FakeCell.plain("reader", model);
        assertThrows(InterruptedException.class, () -> run(reader));
        model.during = place -> assertTrue(Files.exists(place.files().resolve("half")));
        assertEquals(List.of(), run(reader));
        assertEquals(3, model.runs.get());
        assertEquals(1, old.runs.get());
    }

    @Test
    void whatAnEarlierTryLeft_damagedPastGoingOn_isMadeAnew() throws Exception {
        FakeCell cell = FakeCell.plain("cell").doing(place -> {
            boolean fresh = Files.notExists(place.files().resolve("damaged"));
            Files.writeString(place.files().resolve("damaged"), "");
            if (!fresh) throw new dev.lox.base.InvalidInputException("cannot go on");
            throw new IOException("killed");
        });
        assertEquals(List.of("cell: killed"), run(cell));
        FakeCell.Work killed = cell.during;
        cell.during = place -> {
            if (Files.exists(place.files().resolve("damaged"))) killed.at(place);
        };
        assertEquals(List.of(), run(cell));
        assertEquals(3, cell.runs.get());
    }

    @Test
    void memory_isNeverMoreThanThereIs() throws Exception {
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        FakeCell[] cells = new FakeCell[12];
        for (int i = 0; i < cells.length; i++) {
            int bytes = 1 + 7 * i % 5;
            cells[i] = FakeCell.plain("c" + i).needing(bytes).doing(place -> {
                most.accumulateAndGet(taken.addAndGet(bytes), Math::max);
                Thread.sleep(10);
                taken.addAndGet(-bytes);
            });
        }
        assertEquals(List.of(), run(new Resources(4, 4, 7), cells));
        assertTrue(most.get() <= 7, most.toString());
        assertTrue(most.get() > 4, most + ": more than one at a time");
    }

    @Test
    void cellLargerThanTheMemory_runsAlone() throws Exception {
        AtomicLong running = new AtomicLong();
        AtomicLong beside = new AtomicLong(-1);
        FakeCell.Work small = place -> {
            running.incrementAndGet();
            Thread.sleep(30);
            running.decrementAndGet();
        };
        FakeCell huge = FakeCell.plain("huge").needing(1000).doing(place -> {
            long before = running.get();
            Thread.sleep(60);
            beside.set(before + running.get());
        });
        assertEquals(
                List.of(),
                run(
                        new Resources(3, 3, 7),
                        FakeCell.plain("a").doing(small),
                        huge,
                        FakeCell.plain("b").doing(small),
                        FakeCell.plain("c").doing(small)));
        assertEquals(0, beside.get());
    }

    @Test
    void parallelCells_runAtTheSameTime_eachWithItsShareOfThreads() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        FakeCell.Work meet = place -> {
            assertEquals(2, place.threads());
            try {
                all.await(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
                throw new IOException(e);
            }
        };
        FakeCell[] cells = {
            FakeCell.plain("a").doing(meet),
            FakeCell.plain("b").doing(meet),
            FakeCell.plain("c").doing(meet)
        };
        assertEquals(List.of(), run(new Resources(3, 7, 100), cells));
    }

    @Test
    void stop_isAnInterrupt_andNothingHalfDoneCounts() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        FakeCell first = FakeCell.plain("first");
        FakeCell second = FakeCell.plain("second", first).doing(place -> {
            stop.set(true);
            assertTrue(place.stop().getAsBoolean());
            throw new InterruptedException();
        });
        FakeCell third = FakeCell.plain("third");
        Runner runner = new Runner(store(), ONE, false, told, stop::get);
        assertThrows(InterruptedException.class, () -> runner.run(List.of(second, third)));
        assertTrue(store().result(first).isPresent());
        assertTrue(store().result(second).isEmpty());
        assertTrue(store().result(third).isEmpty());
        assertEquals(List.of("1/3 first"), told.lines);
        second.during = place -> {};
        assertEquals(List.of(), run(second, third));
        assertEquals(1, first.runs.get());
    }

    @Test
    void stopBetweenCells_isAnInterruptToo() {
        FakeCell cell = FakeCell.plain("cell");
        Runner runner = new Runner(store(), ONE, false, told, () -> true);
        assertThrows(InterruptedException.class, () -> runner.run(List.of(cell)));
        assertEquals(0, cell.runs.get());
    }

    @Test
    void nothingLeft_isNoWork_evenIfToldToStop() throws Exception {
        FakeCell cell = FakeCell.plain("cell");
        run(cell);
        assertEquals(List.of(), new Runner(store(), ONE, false, told, () -> true).run(List.of(cell)));
        assertEquals(List.of("1/1 cell"), told.lines);
    }

    @Test
    void damagedResult_isFoundAgain() throws Exception {
        FakeCell model = FakeCell.plain("model");
        FakeCell cell = FakeCell.plain("cell", model);
        run(cell);
        for (String damage : List.of("", "{\"name\": \"ce", "[]", "\0\0\0\0", "{\"seconds\": 1}")) {
            Files.writeString(store().folder(cell).resolve("result.json"), damage);
            assertEquals(List.of(), run(cell), damage);
            assertEquals("cell", store().result(cell).orElseThrow().value().name());
        }
        assertEquals(6, cell.runs.get());
        assertEquals(1, model.runs.get());
    }

    @Test
    void timeLeft_isUnknownUntilEveryKindWasSeen_thenRight() throws Exception {
        FakeCell[] cells = {
            FakeCell.plain("a1"), FakeCell.plain("b1"), FakeCell.plain("a2"), FakeCell.plain("b2"), FakeCell.plain("b3")
        };
        for (FakeCell cell : cells)
            cell.during = place -> Thread.sleep(cell.kind().equals("a") ? 20 : 60);
        run(cells);
        assertTrue(told.left.get(0).isNaN());
        assertEquals(0.02 + 0.06 * 2, told.left.get(1), 0.04);
        assertEquals(0.06 * 2, told.left.get(2), 0.04);
        assertEquals(0, told.left.get(4));
    }

    @Test
    void twoRunnersAtTheSameTime_doACellOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FakeCell mine = FakeCell.plain("cell").doing(place -> {
            begun.countDown();
            Thread.sleep(300);
        });
        FakeCell theirs = FakeCell.plain("cell");
        Thread other = new Thread(() -> {
            try {
                begun.await();
                new Runner(store(), ONE, false, new Told(), () -> false).run(List.of(theirs));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        assertEquals(List.of(), run(mine));
        other.join();
        assertEquals(1, mine.runs.get());
        assertEquals(0, theirs.runs.get());
    }

    @Test
    void stopWhileAnotherRunnerHasTheCell_isAnInterrupt() throws Exception {
        FakeCell cell = FakeCell.plain("cell");
        store().begin(cell);
        AtomicBoolean stop = new AtomicBoolean();
        try (var lock = store().tryLock(cell).orElseThrow()) {
            new Thread(() -> stop.set(true)).start();
            Runner runner = new Runner(store(), ONE, false, told, stop::get);
            assertThrows(InterruptedException.class, () -> runner.run(List.of(cell)));
        }
        assertEquals(0, cell.runs.get());
    }

    @Test
    void filesThatAnotherRunnerDropped_areMadeAgain() throws Exception {
        FakeCell first = FakeCell.ephemeral("first");
        FakeCell model = FakeCell.ephemeral("model", first);
        FakeCell slow = FakeCell.plain("slow", model).doing(place -> {
            // Another study ends with the model, and drops it.
            run(
                    new Resources(1, 1, 1),
                    FakeCell.plain("theirs", FakeCell.ephemeral("model", FakeCell.ephemeral("first"))));
        });
        FakeCell reader = FakeCell.plain("reader", model);
        assertEquals(List.of(), run(slow, reader));
        assertTrue(store().result(reader).isPresent());
        assertEquals(2, reader.runs.get());
        assertEquals(2, model.runs.get());
        assertFalse(Files.exists(store().files(model)));
        assertFalse(Files.exists(store().files(first)));
    }

    @Test
    void filesThatNeverComeToBe_areAFailureInTheEnd() throws Exception {
        FakeCell model = FakeCell.plain("model");
        FakeCell eater = FakeCell.plain("eater", model).doing(place -> {
            dev.lox.base.FileTree.delete(place.store().files(model));
            throw new IOException("ate it");
        });
        assertEquals(List.of("eater: ate it"), run(eater));
    }

    @Test
    void filesBeingMade_areNotDroppedByAnotherRunner() throws Exception {
        FakeCell model = FakeCell.ephemeral("model");
        FakeCell old = FakeCell.plain("old", model);
        run(old);
        model.during = place -> {
            run(old);
            assertTrue(Files.exists(place.files()));
        };
        assertEquals(List.of(), run(FakeCell.plain("new", model)));
        assertEquals(2, model.runs.get());
    }
}
