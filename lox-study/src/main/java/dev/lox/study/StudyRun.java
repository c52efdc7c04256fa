// SPDX-License-Identifier: Apache-2.0
package dev.lox.study;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Version;
import dev.lox.base.WriterLock;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;
import dev.lox.study.engine.CellResult;
import dev.lox.study.engine.CellStore;
import dev.lox.study.engine.Runner;
import dev.lox.study.findings.Effort;
import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.RunInfo;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.kinds.Inputs;
import dev.lox.study.kinds.Study;
import dev.lox.study.kinds.StudySpec;
import dev.lox.study.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A study that is ready to run in a folder: its inputs are open and checked, nothing is written yet. */
public final class StudyRun {
    private final StudySpec spec;
    private final Study study;
    private final StudyFolder folder;
    private final RunOptions options;

    private StudyRun(StudySpec spec, Study study, StudyFolder folder, RunOptions options) {
        this.spec = spec;
        this.study = study;
        this.folder = folder;
        this.options = options;
    }

    /**
     * Checks the folder, opens and checks everything that the study names.
     *
     * @throws InvalidInputException with what is wrong
     */
    public static StudyRun prepare(StudySpec spec, Inputs inputs, Path folder, RunOptions options)
            throws IOException, InterruptedException {
        StudyFolder place = new StudyFolder(folder, options.cells().orElse(folder.resolve("cells")));
        place.check(spec.yaml(), options.resume());
        return new StudyRun(spec, spec.open(inputs, options.device()), place, options);
    }

    public Study study() {
        return study;
    }

    /** Holds the results of its cells, once it has run. */
    public CellStore store() {
        return new CellStore(folder.cells());
    }

    /**
     * Runs the cells that have no result yet, and writes the report.
     *
     * @param stop asked whether to stop early
     * @throws InterruptedException if it was told to stop; finished cells stay done
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Studies.Outcome run(CellProgress progress, BooleanSupplier stop) throws IOException, InterruptedException {
        try (WriterLock lock = WriterLock.inside(folder.folder())) {
            // Checked again under the lock: another run may have been here in between.
            folder.check(spec.yaml(), options.resume());
            return runLocked(progress, stop);
        }
    }

    private Studies.Outcome runLocked(CellProgress progress, BooleanSupplier stop)
            throws IOException, InterruptedException {
        folder.write(spec.yaml());
        CellStore store = store();
        List<FailedCell> failed = new Runner(store, options.resources(), options.keepModels(), progress, stop)
                .run(study.targets()).stream()
                        .map(f -> new FailedCell(f.cell().label(), f.error()))
                        .toList();
        StudyResult result = study.result(
                store, new RunInfo(Version.NUMBER, failed, effort(store), spec.yaml(), options.reproduce()));
        return new Studies.Outcome(result, ReportFolder.write(result, folder.folder()));
    }

    private Effort effort(CellStore store) throws IOException {
        Map<String, Cell<?>> all = new LinkedHashMap<>();
        study.targets().forEach(c -> add(c, all));
        double seconds = 0;
        for (Cell<?> cell : all.values())
            seconds += store.result(cell).map(CellResult::seconds).orElse(0.0);
        return new Effort(
                all.size(),
                seconds,
                options.resources().threads(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    private static void add(Cell<?> cell, Map<String, Cell<?>> all) {
        if (all.putIfAbsent(cell.key(), cell) == null) cell.inputs().forEach(i -> add(i, all));
    }
}
