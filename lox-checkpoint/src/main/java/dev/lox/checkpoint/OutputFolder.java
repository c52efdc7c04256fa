// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.FileTree;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.base.Setting;
import dev.lox.base.WriterLock;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that appears complete or not at all: it is written beside its target, synced and renamed at the end. An
 * interrupted run can be resumed: {@code .NAME.lox-partial} holds the result so far in a folder of its own, beside the
 * files that only an unfinished run needs, so that the target never contains anything but the result.
 *
 * <p>If an overwriting run is killed between its two renames, the old target is left at {@code .NAME.lox-replaced}.
 * Resuming finishes the replacement; overwriting or discarding first restores the old target; anything else is refused.
 */
public final class OutputFolder implements AutoCloseable {
    private static final Setting OUT = Setting.of("out");
    private static final Setting RESUME = Setting.of("resume");
    private static final Setting OVERWRITE = Setting.of("overwrite");

    /** Marks a folder as written by this program. {@code --overwrite} deletes no other folders. */
    public static final String PROVENANCE = "lox.json";

    private static final boolean POSIX = File.separatorChar == '/';
    private static final String JOURNAL = "journal.jsonl";
    private static final String RESULT = "result";

    /** What to do if the target or an unfinished run already exists. */
    public enum IfExists {
        /** An existing target or unfinished run is an error. */
        REFUSE,
        /** An unfinished run of the same job is resumed. */
        RESUME,
        /** An existing target or unfinished run is replaced. */
        OVERWRITE;

        /** The policy for two command-line flags; with neither, existing output is refused. */
        public static IfExists of(boolean resume, boolean overwrite) {
            if (resume) return RESUME;
            return overwrite ? OVERWRITE : REFUSE;
        }
    }

    private final Path target;
    private final Path partial;
    private final IfExists existing;
    private final WriterLock lock;
    private final Journal journal;
    private final List<ObjectNode> finished;
    private boolean committed;

    private OutputFolder(
            Path target, Path partial, IfExists existing, WriterLock lock, Journal journal, List<ObjectNode> finished) {
        this.target = target;
        this.partial = partial;
        this.existing = existing;
        this.lock = lock;
        this.journal = journal;
        this.finished = finished;
    }

    /** Bytes of the finished parts of an unfinished run. Its files may be longer, with holes. */
    public static long unfinishedBytes(Path target) throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        for (ObjectNode part : begun(partialOf(target)).parts())
            bytes.put(
                    part.path("tensor").asText(), Math.max(0, part.path("bytes").asLong()));
        return bytes.values().stream().mapToLong(b -> b).sum();
    }

    /** The journal of an unfinished run; empty if its result has been renamed already. */
    private static Journal.Content begun(Path partial) throws IOException {
        return Files.exists(partial.resolve(RESULT)) ? Journal.read(partial.resolve(JOURNAL)) : Journal.Content.NONE;
    }

    /** Why a run cannot start at {@code target}; empty if it can. Changes nothing. */
    public static List<Problem> problems(Path target, String job, IfExists existing) throws IOException {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (parent == null) return List.of(Problem.of(target + ": cannot be an output folder"));
        Optional<String> above = parentProblem(parent);
        if (above.isPresent()) return List.of(Problem.of(above.get()));
        boolean putBack = existing == IfExists.OVERWRITE && isAside(target);
        List<Problem> inTheWay = inTheWay(putBack ? replacedOf(target) : target, existing);
        if (!inTheWay.isEmpty()) return inTheWay;
        Path partial = partialOf(target);
        Journal.Content begun = begun(partial);
        if (!begun.parts().isEmpty() && existing == IfExists.REFUSE)
            return List.of(Problem.of(
                    "%s: an unfinished run exists; pass %s to continue it or %s to start again",
                    partial, RESUME, OVERWRITE));
        if (begun.job().isPresent()
                && existing == IfExists.RESUME
                && !begun.job().get().equals(job))
            return List.of(Problem.of(
                    "%s: the unfinished run had other inputs or options; pass %s to start again", partial, OVERWRITE));
        if (begun.parts().isEmpty() && existing != IfExists.OVERWRITE && isAside(target))
            return List.of(Problem.of(
                    "%s: was %s before a run was killed; rename it back or pass %s to replace it",
                    replacedOf(target), target, OVERWRITE));
        return List.of();
    }

    /** Why a folder cannot be created or written to, judged by its nearest existing ancestor. Changes nothing. */
    public static Optional<String> parentProblem(Path folder) {
        for (Path up = folder.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            if (!Files.exists(up, LinkOption.NOFOLLOW_LINKS)) continue;
            if (!Files.isDirectory(up))
                return Optional.of(up + ": is not a folder, so no output can be created under it");
            return Files.isWritable(up) ? Optional.empty() : Optional.of(up + ": is not writable");
        }
        return Optional.empty();
    }

    private static List<Problem> inTheWay(Path target, IfExists existing) throws IOException {
        if (!Files.exists(target) || isEmptyFolder(target)) return List.of();
        if (existing != IfExists.OVERWRITE)
            return List.of(Problem.of(
                    "%s: already exists; pass %s to replace it or choose another %s", target, OVERWRITE, OUT));
        if (!Files.exists(target.resolve(PROVENANCE)))
            return List.of(Problem.of(
                    "%s: was not written by this program (no %s), so %s does not delete it; choose another %s",
                    target, PROVENANCE, OVERWRITE, OUT));
        return List.of();
    }

    private static Path partialOf(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return absolute.resolveSibling("." + absolute.getFileName() + ".lox-partial");
    }

    private static Path replacedOf(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return absolute.resolveSibling("." + absolute.getFileName() + ".lox-replaced");
    }

    /** Whether an overwriting run was killed after it moved the old target aside. */
    private static boolean isAside(Path target) {
        return !Files.exists(target) && Files.exists(replacedOf(target));
    }

    private static void putBack(Path target) throws IOException {
        if (isAside(target)) AtomicFile.replace(replacedOf(target), target);
    }

    /**
     * Starts or resumes a run beside {@code target}.
     *
     * @param job describes everything that the result depends on; only an unfinished run of the same job is resumed
     * @throws InvalidInputException with the problems of {@link #problems}, or if another run is writing to the same
     *     target
     */
    public static OutputFolder begin(Path target, String job, IfExists existing) throws IOException {
        refuse(problems(target, job, existing));
        Path absolute = target.toAbsolutePath().normalize();
        Path partial = partialOf(target);
        WriterLock lock = WriterLock.beside(target);
        try {
            // Checked again under the lock: another run may have been here in between.
            refuse(problems(target, job, existing));
            // Runs that work in their folder, such as a training, lock it from inside.
            if (Files.isDirectory(target)) WriterLock.inside(target).close();
            Journal.Content begun = begun(partial);
            Path file = partial.resolve(JOURNAL);
            if (existing == IfExists.RESUME && begun.job().isPresent()) {
                Journal journal = Journal.resume(file, begun.validBytes());
                return new OutputFolder(absolute, partial, existing, lock, journal, begun.parts());
            }
            if (existing == IfExists.OVERWRITE) putBack(target);
            Files.createDirectories(partial);
            for (Path p : walk(partial, 1)) if (!p.equals(partial)) FileTree.delete(p);
            Files.createDirectory(partial.resolve(RESULT));
            return new OutputFolder(absolute, partial, existing, lock, Journal.create(file, job), List.of());
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
    }

    /** The folder in which the result is written until {@link #commit}. */
    Path partial() {
        return partial.resolve(RESULT);
    }

    /** The path of a scratch file, which is deleted by {@link #commit}. */
    Path scratch(String name) {
        return partial.resolve(name);
    }

    /** Journal lines of the resumed run; empty for a new one. */
    List<ObjectNode> finished() {
        return finished;
    }

    void record(ObjectNode part) throws IOException {
        journal.append(part);
    }

    /** Syncs all files and renames the folder to its target. */
    void commit() throws IOException {
        // The target may have been created since the run began.
        refuse(inTheWay(target, existing));
        if (!journal.isCurrent())
            throw new IOException(partial + ": another run has written here meanwhile, so the result is not published");
        for (Path p : walk(partial(), Integer.MAX_VALUE)) sync(p);
        publish();
        committed = true;
        // Windows cannot delete a folder that contains an open file.
        if (!POSIX) journal.close();
        FileTree.delete(partial);
        FileTree.delete(replacedOf(target));
    }

    @SuppressWarnings("try") // The lock is held, not used.
    private void publish() throws IOException {
        if (!Files.isDirectory(target)) {
            replace(target, partial());
            return;
        }
        try (WriterLock inside = WriterLock.inside(target)) {
            replace(target, partial());
        }
    }

    /** Renames {@code fresh} to {@code target}; an existing target is moved aside, and restored on failure. */
    static void replace(Path target, Path fresh) throws IOException {
        if (Files.exists(target)) {
            FileTree.delete(replacedOf(target));
            AtomicFile.replace(target, replacedOf(target));
        }
        try {
            AtomicFile.replace(fresh, target);
        } catch (IOException e) {
            try {
                putBack(target);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Deletes the unfinished run. */
    public void discard() throws IOException {
        FileTree.delete(partial);
        putBack(target);
    }

    /** Releases the lock. An unfinished run is kept for a later resume, unless no part of it is finished. */
    @Override
    public void close() throws IOException {
        try (lock;
                journal) {
            if (!committed && Journal.read(partial.resolve(JOURNAL)).parts().isEmpty()) discard();
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        return Files.isDirectory(path) && walk(path, 1).size() == 1;
    }

    /** {@code root} and its contents, down to {@code depth} levels. */
    private static List<Path> walk(Path root, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(root, depth)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void sync(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            AtomicFile.syncFolder(path);
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
