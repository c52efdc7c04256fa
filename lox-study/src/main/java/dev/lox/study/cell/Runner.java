// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.WriterLock;
import dev.lox.harden.Workers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what is left to do, several cells at a time within bounds of memory and threads. A cell that fails takes only those
 * with it that need its files.
 */
public final class Runner {
    private static final long STOP_POLL_MILLIS = 500;

    /** Times that one cell finds gone what it was to read, before that is a failure. */
    private static final int MOST_RETURNS = 3;

    private final CellStore store;
    private final Resources resources;
    private final boolean keepFiles;
    private final CellProgress progress;
    private final BooleanSupplier stop;

    private final List<Cell> waiting = new ArrayList<>();
    private final Map<String, Cell> running = new HashMap<>();
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
     * @param keepFiles keep large files that no other cell waits for
     * @param stop is asked whether to come to an end
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
     * Sees to it that every target has its result, as far as that can be had. To be called once.
     *
     * @return what failed
     * @throws InterruptedException if it was told to stop; what is done stays, and what was begun is gone on with next time
     */
    public List<Failure> run(List<? extends Cell> targets) throws IOException, InterruptedException {
        Plan plan = Plan.of(targets, store);
        waiting.addAll(plan.cells());
        total = waiting.size();
        for (Cell cell : waiting) for (Cell input : cell.inputs()) readers.merge(input.key(), 1, Integer::sum);
        // What an earlier run left behind when it was killed between a cell and the dropping of its inputs.
        if (!keepFiles) for (Cell idle : plan.idle()) store.dropFiles(idle);
        Workers.run(Math.min(resources.parallel(), total), this::work);
        return List.copyOf(failures.values());
    }

    private void work(Workers all) throws InterruptedException {
        for (Optional<Cell> next = take(all); next.isPresent(); next = take(all)) run(next.get());
    }

    /** The next cell that can begin; none once nothing is left for this worker. */
    private synchronized Optional<Cell> take(Workers all) throws InterruptedException {
        while (!all.failed()) {
            if (stop.getAsBoolean()) throw new InterruptedException();
            dropHopeless();
            if (waiting.isEmpty()) break;
            for (Iterator<Cell> left = waiting.iterator(); left.hasNext(); ) {
                Cell cell = left.next();
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

    private boolean canBegin(Cell cell) {
        boolean fits = running.isEmpty() || bytes + cell.bytes() <= resources.bytes();
        return fits && cell.inputs().stream().noneMatch(this::isAhead);
    }

    /** Those behind a failed one in order, so that one pass finds all. */
    private void dropHopeless() {
        for (Iterator<Cell> left = waiting.iterator(); left.hasNext(); ) {
            Cell cell = left.next();
            Optional<Cell> lost = cell.inputs().stream()
                    .filter(i -> failures.containsKey(i.key()))
                    .findFirst();
            if (lost.isEmpty()) continue;
            left.remove();
            fail(cell, "needs " + lost.get().label() + ", which failed");
        }
    }

    private void run(Cell cell) throws InterruptedException {
        long begun = System.nanoTime();
        @Nullable ObjectNode result = null;
        String error = "";
        try {
            result = compute(cell);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // java.nio's own exceptions say nothing but the file.
            String said = e.getMessage();
            error = said == null || e instanceof FileSystemException ? e.toString() : said;
        }
        settle(cell, result, error, (System.nanoTime() - begun) / 1e9);
    }

    private ObjectNode compute(Cell cell) throws IOException, InterruptedException {
        store.begin(cell);
        try (FileChannel lock = store.openLock(cell)) {
            // Another study may be at the same cell; then its result will do.
            while (!WriterLock.take(lock)) {
                if (stop.getAsBoolean()) throw new InterruptedException();
                Thread.sleep(STOP_POLL_MILLIS);
            }
            Optional<ObjectNode> there = store.result(cell);
            if (there.isPresent() && (!readers.containsKey(cell.key()) || store.holdsFiles(cell))) return there.get();
            store.forget(cell);
            long begun = System.nanoTime();
            int threads = resources.threadsEach();
            ObjectNode result = attempt(cell, new Workplace(store.files(cell), store, threads, stop));
            result.put("seconds", (System.nanoTime() - begun) / 1e9).put("threads", threads);
            store.finish(cell, result);
            return result;
        }
    }

    /** What an earlier try left may be damaged past going on with; then it is made from nothing. */
    private ObjectNode attempt(Cell cell, Workplace place) throws IOException, InterruptedException {
        boolean tried = Files.exists(place.files());
        try {
            return cell.run(place);
        } catch (BadInputException e) {
            if (!tried) throw e;
            store.clearFiles(cell);
            return cell.run(place);
        }
    }

    private synchronized void settle(Cell cell, @Nullable ObjectNode result, String error, double seconds) {
        running.remove(cell.key());
        bytes -= cell.bytes();
        if (result == null) {
            if (!goesBack(cell)) fail(cell, error);
        } else {
            // Another study may have done it, or have been waited for.
            pace.add(cell, result.path("seconds").asDouble(seconds));
            done++;
            progress.done(cell, result, seconds, done, total, left());
            for (Cell input : cell.inputs()) release(input);
        }
        notifyAll();
    }

    /** Another study that shares the store may have dropped what a cell was to read: both are done again. */
    private boolean goesBack(Cell cell) {
        try {
            List<Cell> lost = Plan.of(List.of(cell), store).cells();
            if (lost.size() == 1 || returns.merge(cell.key(), 1, Integer::sum) > MOST_RETURNS) return false;
            lost.removeIf(c -> failures.containsKey(c.key()) || isAhead(c));
            waiting.addAll(0, lost);
            lost.remove(cell);
            total += lost.size();
            for (Cell again : lost) for (Cell input : again.inputs()) readers.merge(input.key(), 1, Integer::sum);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is being done or will be. */
    private boolean isAhead(Cell cell) {
        return running.containsKey(cell.key())
                || waiting.stream().anyMatch(w -> w.key().equals(cell.key()));
    }

    private void fail(Cell cell, String error) {
        failures.put(cell.key(), new Failure(cell, error));
        done++;
        progress.failed(cell, error, done, total);
    }

    /** Large files go as soon as nobody waits for them; what a failed cell would have read stays for its next try. */
    private void release(Cell input) {
        if (readers.merge(input.key(), -1, Integer::sum) > 0 || keepFiles || !input.passing()) return;
        try {
            store.dropFiles(input);
        } catch (IOException e) {
            // They take room, and harm nothing.
        }
    }

    private double left() {
        List<Cell> all = new ArrayList<>(waiting);
        all.addAll(running.values());
        return pace.of(all) / resources.parallel();
    }
}
