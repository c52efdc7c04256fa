// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.FileTree;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.base.Setting;
import dev.lox.base.StrictJson;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.lm.model.AdamW;
import dev.lox.lm.model.TrainedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a run: {@code lox.json} (its inputs), {@code recipe.yaml}, {@code log.jsonl}, {@code checkpoints/}, and
 * finally the model. Each checkpoint appears whole or not at all, and the model's config is moved last, so that nothing
 * incomplete can be loaded.
 */
final class RunFolder implements AutoCloseable {
    private static final String RECIPE = "recipe.yaml";
    private static final String LOG = "log.jsonl";
    private static final String PREFIX = "step-";
    private static final Set<String> OURS =
            Set.of(RECIPE, LOG, OutputFolder.PROVENANCE, "checkpoints", "reference", "runs");

    private static final Setting OUT = Setting.of("out");
    private static final Setting OVERWRITE = Setting.of("overwrite");

    private final Path folder;
    private final WriterLock lock;

    private RunFolder(Path folder, WriterLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** The reasons why a run cannot use a folder; changes nothing. */
    static List<Problem> problems(Path folder, IfExists existing) throws IOException {
        for (Path up = folder.toAbsolutePath().normalize(); up != null; up = up.getParent())
            if (Files.exists(up)) {
                if (!Files.isDirectory(up))
                    return List.of(Problem.of("%s: is not a folder; choose another %s", up, OUT));
                if (!Files.isWritable(up))
                    return List.of(Problem.of("%s: is not writable; choose another %s", up, OUT));
                break;
            }
        if (!Files.exists(folder)) return List.of();
        if (isEmpty(folder)) return List.of();
        if (existing == IfExists.REFUSE)
            return List.of(Problem.of(
                    "%s: already exists; pass %s to continue the run in it, %s to replace it, or choose another %s",
                    folder, Setting.of("resume"), OVERWRITE, OUT));
        if (!Files.exists(folder.resolve(OutputFolder.PROVENANCE)))
            return List.of(Problem.of(
                    "%s: holds no run of this program (no %s); choose another %s",
                    folder, OutputFolder.PROVENANCE, OUT));
        return List.of();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(f -> WriterLock.isLock(f) || AtomicFile.isTemporary(f));
        }
    }

    /**
     * Starts a run or resumes one.
     *
     * @param info everything that the result depends on, except the recipe
     * @throws InvalidInputException if the folder is not usable or holds a different run
     */
    static RunFolder open(Path folder, RunInfo info, String recipe, IfExists existing) throws IOException {
        refuse(problems(folder, existing));
        ObjectNode job = info.json();
        // createDirectories does not accept a link to a folder.
        if (!Files.isDirectory(folder)) Files.createDirectories(folder);
        WriterLock lock = WriterLock.inside(folder);
        try {
            refuse(problems(folder, existing));
            if (existing == IfExists.OVERWRITE) clear(folder);
            if (existing == IfExists.RESUME && Files.exists(folder.resolve(OutputFolder.PROVENANCE)))
                refuse(differences(folder, job, recipe));
            AtomicFile.write(folder.resolve(OutputFolder.PROVENANCE), job.toPrettyString() + "\n");
            AtomicFile.write(folder.resolve(RECIPE), recipe);
            RunFolder run = new RunFolder(folder, lock);
            run.dropUnfinished();
            return run;
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // If killed halfway, the folder is still a run, and holds no loadable model.
            List<Path> ordered = files.filter(f -> !WriterLock.isLock(f))
                    .sorted(Comparator.comparing((Path f) -> !isConfig(f))
                            .thenComparing(f -> f.endsWith(OutputFolder.PROVENANCE)))
                    .toList();
            for (Path file : ordered) FileTree.delete(file);
        }
    }

    private static List<Problem> differences(Path folder, ObjectNode job, String recipe) throws IOException {
        List<Problem> problems = new ArrayList<>();
        ObjectNode before = StrictJson.read(folder.resolve(OutputFolder.PROVENANCE));
        if (!before.has(RunInfo.MODEL))
            return List.of(Problem.of(
                    "%s: the run here is of an earlier version, which did not record the content of its model; finish it"
                            + " with that version, or pass %s to start again",
                    folder, OVERWRITE));
        job.properties().forEach(e -> {
            if (!e.getValue().equals(before.path(e.getKey())))
                problems.add(Problem.of(folder + ": the run here began with another " + e.getKey() + ": "
                        + before.path(e.getKey()) + ", now " + e.getValue()));
        });
        Path file = folder.resolve(RECIPE);
        if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), recipe.getBytes(StandardCharsets.UTF_8)))
            problems.add(Problem.of(
                    "%s: the run here began with another recipe; pass its options, or %s",
                    file, Setting.of("recipe", file)));
        if (!problems.isEmpty()) problems.add(Problem.of("pass %s to start again", OVERWRITE));
        return problems;
    }

    /** Whether the run has finished, so that the model exists. */
    boolean finished() {
        return !Files.exists(ready())
                && (Files.exists(folder.resolve("config.json")) || Files.exists(folder.resolve(PeftAdapter.CONFIG)));
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The result before it is moved into place. */
    private Path ready() {
        return checkpoints().resolve("final");
    }

    /** A checkpoint from which a run can be resumed. */
    record Resumable(Path folder, SavedRun run) {}

    /** The newest complete and undamaged checkpoint; {@code damaged} receives newer ones. */
    Optional<Resumable> newest(Consumer<Path> damaged) throws IOException {
        for (Path checkpoint : states()) {
            Optional<SavedRun> run = SavedRun.read(checkpoint);
            if (run.isPresent()) return Optional.of(new Resumable(checkpoint, run.get()));
            damaged.accept(checkpoint);
        }
        return Optional.empty();
    }

    /** Checkpoints with the state to resume from, newest first. */
    private List<Path> states() throws IOException {
        if (!Files.exists(checkpoints())) return List.of();
        try (Stream<Path> all = Files.list(checkpoints())) {
            return all.filter(TrainedFiles::holdsState)
                    .sorted(Comparator.comparingLong(RunFolder::step).reversed())
                    .toList();
        }
    }

    /** Deletes incomplete files of a killed run. */
    private void dropUnfinished() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(AtomicFile::isTemporary).toList()) Files.delete(file);
        }
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

    /**
     * Writes a checkpoint. The previous one can still be resumed from, in case this one gets damaged; of earlier ones only the
     * models are kept.
     */
    void save(TrainedFiles files, AdamW optimizer, SavedRun run) throws IOException {
        Path target = checkpoints().resolve(PREFIX + run.steps());
        write(files, target, Optional.of(optimizer));
        run.write(target);
        List<Path> states = states();
        for (Path earlier : states.subList(Math.min(2, states.size()), states.size())) TrainedFiles.dropState(earlier);
    }

    private static void write(TrainedFiles files, Path target, Optional<AdamW> optimizer) throws IOException {
        Files.createDirectories(target.getParent());
        // An existing checkpoint belongs to this run, since the folder is locked, and is written again.
        FileTree.delete(target);
        try (OutputFolder out = OutputFolder.begin(target, "", IfExists.OVERWRITE)) {
            try {
                files.save(out, optimizer);
            } catch (IOException e) {
                // If the disk is full, free the space again.
                out.discard();
                throw e;
            }
        }
    }

    /** Writes the model into place and deletes what only resuming needs. */
    void finish(TrainedFiles files) throws IOException {
        write(files, ready(), Optional.empty());
        publish();
    }

    /** Moves a complete result into place, its config last. Continues an interrupted move. */
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
            AtomicFile.replace(file, target);
        }
        for (Path checkpoint : states()) TrainedFiles.dropState(checkpoint);
        FileTree.delete(ready());
        try (Stream<Path> checkpoints = Files.list(checkpoints())) {
            if (checkpoints.findAny().isPresent()) return;
        }
        Files.delete(checkpoints());
    }

    /** Files of these names belong to the run, even if the model has some, too. */
    private static boolean isOurs(Path file) {
        return OURS.contains(file.getName(0).toString());
    }

    private static boolean isConfig(Path file) {
        return file.endsWith("config.json") || file.endsWith(PeftAdapter.CONFIG);
    }

    /** Opens the log and drops its entries for later steps. */
    RunLog log(long steps) throws IOException {
        return steps == 0 ? RunLog.create(folder.resolve(LOG)) : RunLog.resume(folder.resolve(LOG), steps);
    }

    TensorBoardLog events(long steps) throws IOException {
        Path runs = folder.resolve("runs");
        return steps == 0 ? TensorBoardLog.create(runs) : TensorBoardLog.resume(runs, steps);
    }

    /** Unlocks the folder for other runs. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
