// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Workers;
import dev.lox.base.WriterLock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs cells, several at a time within limits of memory and threads. If a cell fails, only the cells that depend on it
 * fail with it.
 */
public final class Runner {
    private static final long STOP_POLL_MILLIS = 500;

    /** How often a cell is put back because its inputs' files are gone, before it counts as failed. */
    private static final int MOST_RETURNS = 3;

    private final CellStore store;
    private final Resources resources;
    private final boolean keepFiles;
    private final CellProgress progress;
    private final BooleanSupplier stop;

    private final List<Cell<?>> waiting = new ArrayList<>();
    private final Map<String, Cell<?>> running = new HashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    private final Map<String, Integer> returns = new HashMap<>();
    private final Pace pace = new Pace();
    private long bytes;
    private int done;
    private int total;

    /**
     * A runner of one store.
     *
     * @param keepFiles whether to keep ephemeral files that no other cell needs
     * @param stop asked whether to stop early
     */
    public Runner(
            CellStore store, Resources resources, boolean keepFiles, CellProgress progress, BooleanSupplier stop) {
        this.store = store;
        this.resources = resources;
        this.keepFiles = keepFiles;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Runs every cell that the targets need and that has no result yet. May be called once.
     *
     * @return the cells that failed
     * @throws InterruptedException if it was told to stop; finished cells stay done, unfinished ones are resumed by the next run
     */
    public List<Failure> run(List<? extends Cell<?>> targets) throws IOException, InterruptedException {
        Plan plan = Plan.of(targets, store);
        waiting.addAll(plan.cells());
        total = waiting.size();
        for (Cell<?> cell : waiting) if (store.isDamaged(cell)) progress.damaged(cell);
        for (Cell<?> cell : waiting) for (Cell<?> input : cell.inputs()) readers.merge(input.key(), 1, Integer::sum);
        // Left by a run that was killed after a cell finished and before its inputs were deleted.
        if (!keepFiles) for (Cell<?> idle : plan.idle()) store.dropFiles(idle);
        Workers.run(Math.min(resources.parallel(), total), this::work);
        return List.copyOf(failures.values());
    }

    private void work(Workers all) throws InterruptedException {
        for (Optional<Cell<?>> next = take(all); next.isPresent(); next = take(all)) run(next.get());
    }

    /** The next cell that can start; none once nothing is left for this worker. */
    private synchronized Optional<Cell<?>> take(Workers all) throws InterruptedException {
        while (!all.failed()) {
            if (stop.getAsBoolean()) throw new InterruptedException();
            dropHopeless();
            if (waiting.isEmpty()) break;
            for (Iterator<Cell<?>> left = waiting.iterator(); left.hasNext(); ) {
                Cell<?> cell = left.next();
                if (!canBegin(cell)) continue;
                left.remove();
                running.put(cell.key(), cell);
                bytes += cell.bytes();
                return Optional.of(cell);
            }
            wait(STOP_POLL_MILLIS);
        }
        return Optional.empty();
    }

    private boolean canBegin(Cell<?> cell) {
        boolean fits = running.isEmpty() || bytes + cell.bytes() <= resources.bytes();
        return fits && cell.inputs().stream().noneMatch(this::isAhead);
    }

    /** Cells are in dependency order, so one pass finds all that need a failed one. */
    private void dropHopeless() {
        for (Iterator<Cell<?>> left = waiting.iterator(); left.hasNext(); ) {
            Cell<?> cell = left.next();
            Optional<Cell<?>> lost = cell.inputs().stream()
                    .filter(i -> failures.containsKey(i.key()))
                    .findFirst();
            if (lost.isEmpty()) continue;
            left.remove();
            fail(cell, "needs " + lost.get().label() + ", which failed");
        }
    }

    private <R> void run(Cell<R> cell) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            CellResult<R> result = compute(cell);
            settle(cell, result, (System.nanoTime() - begun) / 1e9);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The message of a java.nio exception is the file name alone.
            String message = e.getMessage();
            settleFailure(cell, message == null || e instanceof FileSystemException ? e.toString() : message);
        }
    }

    @SuppressWarnings("try") // The lock is held, not used.
    private <R> CellResult<R> compute(Cell<R> cell) throws IOException, InterruptedException {
        store.begin(cell);
        try (WriterLock lock = await(cell)) {
            Optional<CellResult<R>> stored = store.result(cell);
            if (stored.isPresent() && (!readers.containsKey(cell.key()) || store.holdsFiles(cell))) return stored.get();
            // Files that are damaged must not be resumed from.
            if (store.isDamaged(cell)) store.clearFiles(cell);
            store.forget(cell);
            long begun = System.nanoTime();
            int threads = resources.threadsEach();
            R value = attempt(cell, new CellContext(store.files(cell), store, threads, stop));
            double seconds = (System.nanoTime() - begun) / 1e9;
            store.finish(cell, value, seconds, threads);
            return new CellResult<>(value, seconds);
        }
    }

    /** Another study may be working on the same cell; its result will do. */
    private WriterLock await(Cell<?> cell) throws IOException, InterruptedException {
        while (true) {
            Optional<WriterLock> lock = store.tryLock(cell);
            if (lock.isPresent()) return lock.get();
            if (stop.getAsBoolean()) throw new InterruptedException();
            Thread.sleep(STOP_POLL_MILLIS);
        }
    }

    /** Files of an earlier attempt may be damaged beyond resuming; then the cell starts over. */
    private <R> R attempt(Cell<R> cell, CellContext context) throws IOException, InterruptedException {
        boolean resumed = Files.exists(context.files());
        try {
            return cell.run(context);
        } catch (InvalidInputException e) {
            if (!resumed) throw e;
            store.clearFiles(cell);
            return cell.run(context);
        }
    }

    private synchronized <R> void settle(Cell<R> cell, CellResult<R> result, double seconds) {
        leave(cell);
        // Its own seconds: another study may have done the work, or have been waited for.
        pace.add(cell, result.seconds());
        done++;
        progress.done(cell, result.value(), seconds, done, total, left());
        for (Cell<?> input : cell.inputs()) release(input);
        notifyAll();
    }

    private synchronized void settleFailure(Cell<?> cell, String error) {
        leave(cell);
        if (!goesBack(cell)) fail(cell, error);
        notifyAll();
    }

    private void leave(Cell<?> cell) {
        running.remove(cell.key());
        bytes -= cell.bytes();
    }

    /** Another study that shares the store may have deleted the files of an input: both cells are done again. */
    private boolean goesBack(Cell<?> cell) {
        try {
            List<Cell<?>> lost = Plan.of(List.of(cell), store).cells();
            if (lost.size() == 1 || returns.merge(cell.key(), 1, Integer::sum) > MOST_RETURNS) return false;
            lost.removeIf(c -> failures.containsKey(c.key()) || isAhead(c));
            waiting.addAll(0, lost);
            lost.remove(cell);
            total += lost.size();
            for (Cell<?> again : lost) for (Cell<?> input : again.inputs()) readers.merge(input.key(), 1, Integer::sum);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is running or waiting. */
    private boolean isAhead(Cell<?> cell) {
        return running.containsKey(cell.key())
                || waiting.stream().anyMatch(w -> w.key().equals(cell.key()));
    }

    private void fail(Cell<?> cell, String error) {
        failures.put(cell.key(), new Failure(cell, error));
        done++;
        progress.failed(cell, error, done, total);
    }

    /** Ephemeral files are deleted once no cell needs them; those a failed cell would have read stay for its next attempt. */
    private void release(Cell<?> input) {
        if (readers.merge(input.key(), -1, Integer::sum) > 0 || keepFiles || !input.isEphemeral()) return;
        try {
            store.dropFiles(input);
        } catch (IOException e) {
            // They only take space.
        }
    }

    private double left() {
        List<Cell<?>> all = new ArrayList<>(waiting);
        all.addAll(running.values());
        return pace.of(all) / resources.parallel();
    }
}
