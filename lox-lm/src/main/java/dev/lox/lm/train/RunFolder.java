// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.FileTree;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.StrictJson;
import dev.lox.checkpoint.WriterLock;
import dev.lox.lm.model.AdamW;
import dev.lox.lm.model.TrainedFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a run: {@code lox.json} (what it depends on), {@code recipe.yaml}, {@code log.jsonl}, {@code checkpoints/},
 * and at the end the model. Each checkpoint appears whole or not at all, and the model's config comes last, so that nothing
 * half written can be loaded.
 */
public final class RunFolder implements AutoCloseable {
    private static final String RECIPE = "recipe.yaml";
    private static final String LOG = "log.jsonl";
    private static final String LOCK = ".lock";
    private static final String PREFIX = "step-";
    private static final Set<String> OURS =
            Set.of(RECIPE, LOG, LOCK, OutputFolder.PROVENANCE, "checkpoints", "reference", "runs");

    private final Path folder;
    private final FileChannel lock;

    private RunFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** The complaint about a run in this folder, if there is one; touches nothing. */
    public static List<String> complaints(Path folder, Existing existing) throws IOException {
        for (Path up = folder.toAbsolutePath().normalize(); up != null; up = up.getParent())
            if (Files.exists(up)) {
                if (!Files.isDirectory(up)) return List.of(up + ": is not a folder; choose another --out");
                if (!Files.isWritable(up)) return List.of(up + ": is not writable; choose another --out");
                break;
            }
        if (!Files.exists(folder)) return List.of();
        if (isEmpty(folder)) return List.of();
        if (existing == Existing.REFUSE)
            return List.of(folder + ": is already there; pass --resume to go on with the run in it, --overwrite to"
                    + " replace it, or choose another --out");
        if (!Files.exists(folder.resolve(OutputFolder.PROVENANCE)))
            return List.of(folder + ": holds no run of this program (no " + OutputFolder.PROVENANCE
                    + "); choose another --out");
        return List.of();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(f -> f.endsWith(LOCK) || f.endsWith(fresh(OutputFolder.PROVENANCE)));
        }
    }

    /**
     * Begins a run, or goes on with one.
     *
     * @param job all that the result depends on, the recipe apart
     * @throws BadInputException if something is in the way, or the run there was another one
     */
    public static RunFolder open(Path folder, ObjectNode job, String recipe, Existing existing) throws IOException {
        refuse(complaints(folder, existing));
        // A link to a folder is none to createDirectories.
        if (!Files.isDirectory(folder)) Files.createDirectories(folder);
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!WriterLock.take(lock))
                throw new BadInputException(
                        folder + ": another run is writing here; wait for it, or choose another --out");
            if (existing == Existing.OVERWRITE) clear(folder);
            if (existing == Existing.RESUME && Files.exists(folder.resolve(OutputFolder.PROVENANCE)))
                refuse(differences(folder, job, recipe));
            write(folder.resolve(OutputFolder.PROVENANCE), job.toPrettyString() + "\n");
            write(folder.resolve(RECIPE), recipe);
            RunFolder run = new RunFolder(folder, lock);
            run.dropUnfinished();
            return run;
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    /** At any moment the file is whole. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(fresh(file.getFileName().toString()));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String fresh(String name) {
        return "." + name + ".new";
    }

    private static void refuse(List<String> complaints) {
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // Killed on the way it is still a run, and no model that loads.
            List<Path> ordered = files.filter(f -> !f.endsWith(LOCK))
                    .sorted(Comparator.comparing((Path f) -> !isConfig(f))
                            .thenComparing(f -> f.endsWith(OutputFolder.PROVENANCE)))
                    .toList();
            for (Path file : ordered) FileTree.delete(file);
        }
    }

    private static List<String> differences(Path folder, ObjectNode job, String recipe) throws IOException {
        List<String> complaints = new ArrayList<>();
        ObjectNode before = StrictJson.read(folder.resolve(OutputFolder.PROVENANCE));
        job.properties().forEach(e -> {
            if (!e.getValue().equals(before.path(e.getKey())))
                complaints.add(folder + ": the run here began with another " + e.getKey() + ": "
                        + before.path(e.getKey()) + ", now " + e.getValue());
        });
        Path file = folder.resolve(RECIPE);
        if (Files.exists(file) && !Files.readString(file).equals(recipe))
            complaints.add(file + ": the run here began with another recipe; pass its options, or --recipe " + file);
        if (!complaints.isEmpty()) complaints.add("pass --overwrite to start again");
        return complaints;
    }

    /** Whether the model is there. */
    public boolean finished() {
        return !Files.exists(ready())
                && (Files.exists(folder.resolve("config.json")) || Files.exists(folder.resolve(PeftAdapter.CONFIG)));
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The result before it is moved to its place. */
    private Path ready() {
        return checkpoints().resolve("final");
    }

    /** The newest checkpoint that a run can go on from. */
    Optional<Path> newest() throws IOException {
        if (!Files.exists(checkpoints())) return Optional.empty();
        try (Stream<Path> all = Files.list(checkpoints())) {
            return all.filter(TrainedFiles::holdsState).max(Comparator.comparingLong(RunFolder::step));
        }
    }

    /** What a kill left of checkpoints that may not be written again. */
    private void dropUnfinished() throws IOException {
        if (!Files.exists(checkpoints())) return;
        try (Stream<Path> all = Files.list(checkpoints())) {
            for (Path file : all.toList())
                if (String.valueOf(file.getFileName()).startsWith(".")) FileTree.delete(file);
        }
    }

    private static long step(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        return name.matches(PREFIX + "\\d{1,18}") ? Long.parseLong(name.substring(PREFIX.length())) : -1;
    }

    /** Writes a checkpoint; those before it keep their models and lose what only going on from them needs. */
    void save(TrainedFiles files, AdamW optimizer, SavedRun run) throws IOException {
        Path target = checkpoints().resolve(PREFIX + run.steps());
        write(files, target, Optional.of(optimizer), Map.of(SavedRun.FILE, run.json()));
        dropStates(target);
    }

    private void dropStates(Path except) throws IOException {
        if (!Files.exists(checkpoints())) return;
        try (Stream<Path> all = Files.list(checkpoints())) {
            for (Path checkpoint : all.toList()) if (!checkpoint.equals(except)) TrainedFiles.dropState(checkpoint);
        }
    }

    private static void write(TrainedFiles files, Path target, Optional<AdamW> optimizer, Map<String, byte[]> extra)
            throws IOException {
        Files.createDirectories(target.getParent());
        // What is in the way is of this run, for the folder is locked: a checkpoint that is written again.
        FileTree.delete(target);
        try (OutputFolder out = OutputFolder.begin(target, "", Existing.OVERWRITE)) {
            try {
                files.save(out, optimizer, extra);
            } catch (IOException e) {
                // A disk that is full is not to stay so.
                out.discard();
                throw e;
            }
        }
    }

    /** Writes the model to its place and drops what only going on would need. */
    void finish(TrainedFiles files) throws IOException {
        write(files, ready(), Optional.empty(), Map.of());
        publish();
    }

    /** Moves a result that was written whole to its place, its config last; goes on with a move that was interrupted. */
    void publish() throws IOException {
        if (!Files.exists(ready())) return;
        List<Path> files;
        try (Stream<Path> all = Files.walk(ready())) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> !isOurs(ready().relativize(f)))
                    .sorted(Comparator.comparing(RunFolder::isConfig))
                    .toList();
        }
        for (Path file : files) {
            Path target = folder.resolve(ready().relativize(file));
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        dropStates(ready());
        FileTree.delete(ready());
        try (Stream<Path> checkpoints = Files.list(checkpoints())) {
            if (checkpoints.findAny().isPresent()) return;
        }
        Files.delete(checkpoints());
    }

    /** A model may come with files of such names; here they are the run's. */
    private static boolean isOurs(Path file) {
        return OURS.contains(file.getName(0).toString());
    }

    private static boolean isConfig(Path file) {
        return file.endsWith("config.json") || file.endsWith(PeftAdapter.CONFIG);
    }

    /** The log, with what it says of later steps dropped. */
    RunLog log(long steps) throws IOException {
        return steps == 0 ? RunLog.create(folder.resolve(LOG)) : RunLog.resume(folder.resolve(LOG), steps);
    }

    TensorBoardLog events(long steps) throws IOException {
        Path runs = folder.resolve("runs");
        return steps == 0 ? TensorBoardLog.create(runs) : TensorBoardLog.resume(runs, steps);
    }

    /** Releases the folder to other runs. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
