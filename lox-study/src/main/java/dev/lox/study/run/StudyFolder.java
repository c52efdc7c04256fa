// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellProgress;
import dev.lox.study.cell.CellStore;
import dev.lox.study.cell.Failure;
import dev.lox.study.cell.Resources;
import dev.lox.study.cell.Runner;
import dev.lox.study.result.Effort;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.StudyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The folder of a study: {@code study.yaml} (what was asked for), {@code cells/} unless they lie elsewhere, and the report.
 * Going on with one is the same as running it: cells that are done stay done.
 */
public final class StudyFolder {
    private static final String SETTINGS = "study.yaml";
    private static final String FRESH = ".study.yaml.new";

    private final Path folder;
    private final Path cells;

    /**
     * A folder for a study.
     *
     * @param cells where its cells are kept, which other studies may share
     */
    public StudyFolder(Path folder, Path cells) {
        this.folder = folder;
        this.cells = cells;
    }

    /** Cells within the folder. */
    public static Path ownCells(Path folder) {
        return folder.resolve("cells");
    }

    /**
     * Complains of what is in the way; touches nothing.
     *
     * @param settings of the study that is to run here
     * @param resume whether a study that is here may be gone on with
     * @throws BadInputException if the folder holds anything but this very study
     */
    public void check(String settings, boolean resume) throws IOException {
        for (Path place : List.of(folder, cells))
            OutputFolder.parentComplaint(place).ifPresent(c -> {
                throw new BadInputException(c);
            });
        if (!Files.exists(folder) || isEmpty()) return;
        Path there = folder.resolve(SETTINGS);
        if (!Files.exists(there))
            throw new BadInputException(folder + ": is there and holds no study; choose another --out");
        if (!Files.readString(there).equals(settings))
            throw new BadInputException(folder + ": holds another study (see " + there
                    + "); choose another --out, and --cells " + cells + " to share what is done");
        if (!resume) throw new BadInputException(folder + ": holds this study already; pass --resume to go on with it");
    }

    private boolean isEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            return files.allMatch(f -> f.endsWith(FRESH));
        }
    }

    /**
     * Runs what is left of a study.
     *
     * @return the result, with what failed in it
     * @throws InterruptedException if it was told to stop
     */
    public StudyResult run(
            Study study,
            String settings,
            List<String> reproduce,
            String lox,
            Resources resources,
            boolean keepModels,
            CellProgress progress,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        writeSettings(settings);
        CellStore store = new CellStore(cells);
        List<FailedCell> failed = new Runner(store, resources, keepModels, progress, stop)
                .run(study.targets()).stream().map(StudyFolder::failed).toList();
        Footer footer = new Footer(lox, effort(study, store, resources), settings, reproduce);
        return study.result(store, failed, footer);
    }

    /** Whole or not at all: the half of it would be another study's. */
    private void writeSettings(String settings) throws IOException {
        Path fresh = Files.writeString(folder.resolve(FRESH), settings);
        Files.move(
                fresh, folder.resolve(SETTINGS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FailedCell failed(Failure failure) {
        return new FailedCell(failure.cell().label(), failure.error());
    }

    private static Effort effort(Study study, CellStore store, Resources resources) throws IOException {
        Map<String, Cell> all = new LinkedHashMap<>();
        study.targets().forEach(c -> add(c, all));
        double seconds = 0;
        for (Cell cell : all.values())
            seconds += store.result(cell).map(r -> r.path("seconds").asDouble()).orElse(0.0);
        return new Effort(
                all.size(),
                seconds,
                resources.threads(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    private static void add(Cell cell, Map<String, Cell> all) {
        if (all.putIfAbsent(cell.key(), cell) == null) cell.inputs().forEach(i -> add(i, all));
    }
}
