// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import dev.lox.base.InvalidInputException;
import dev.lox.eval.judges.RefusalJudge;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Role;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.cells.EditCell;
import dev.lox.study.cells.FigureCell;
import dev.lox.study.cells.JudgeCell;
import dev.lox.study.cells.JudgeChoice;
import dev.lox.study.cells.LossCell;
import dev.lox.study.cells.ModelSource;
import dev.lox.study.cells.ReplyCell;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;
import dev.lox.study.engine.CellStore;
import dev.lox.study.engine.Failure;
import dev.lox.study.engine.Resources;
import dev.lox.study.engine.Runner;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Hardens models by a request with varying alpha. Each is created, measured and deleted. */
public final class HardenTrial implements AlphaSearch.Trial {
    private final EditRequest request;
    private final ModelSource.Given base;
    private final ModelSource.Given aligned;
    private final UseData data;
    private final ComputeDevice device;
    private final JudgeChoice judge;
    private final CellStore store;
    private final Resources resources;
    private final CellProgress progress;
    private final BooleanSupplier stop;

    /**
     * Creates trials that keep their cells in a store.
     *
     * @param stop polled to see whether to stop
     * @throws InvalidInputException if base or aligned is not a complete model
     */
    public HardenTrial(
            EditRequest request,
            UseData data,
            ComputeDevice device,
            CellStore store,
            CellProgress progress,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        this.request = request;
        this.base = ModelSource.Given.of(request.model(Role.BASE));
        this.aligned = ModelSource.Given.of(request.model(Role.ALIGNED));
        this.data = data;
        this.device = device;
        this.judge = JudgeChoice.of("refusal", Measure.OVERREFUSAL, (name, measured) -> new RefusalJudge());
        this.store = store;
        this.resources = new Resources(1, request.limits().threads(), Long.MAX_VALUE);
        this.progress = progress;
        this.stop = stop;
    }

    @Override
    public Figures at(double alpha) throws IOException, InterruptedException {
        ModelSource model = alpha == 0 ? aligned : hardened(alpha);
        String name = alpha == 0 ? "aligned" : "alpha " + alpha;
        Optional<LossCell> loss = data.heldOut()
                .map(h -> new LossCell("loss", name, model, h.recipe(), h.files(), Integer.MAX_VALUE, device));
        Optional<JudgeCell> refusals = data.benign()
                .map(asked -> new JudgeCell("over-refusal", new ReplyCell(name, model, asked, device), judge));
        List<FigureCell> targets = new ArrayList<>();
        loss.ifPresent(targets::add);
        refusals.ifPresent(targets::add);
        run(name, targets);
        return new Figures(
                loss.isPresent() ? Optional.of(value(figure(loss.get()))) : Optional.empty(),
                refusals.isPresent() ? Optional.of(answers(figure(refusals.get()))) : Optional.empty());
    }

    private ModelSource hardened(double alpha) {
        EditRequest pushed = request.with(request.method().withAlpha(alpha));
        return new EditCell("", Map.of(Role.BASE, base, Role.ALIGNED, aligned), pushed).model();
    }

    private void run(String name, List<FigureCell> targets) throws IOException, InterruptedException {
        List<Failure> failures = new Runner(store, resources, false, progress, stop).run(targets);
        List<String> failed = failures.stream().map(f -> f.cell().key()).toList();
        for (Failure f : failures)
            if (f.cell().inputs().stream().map(Cell::key).noneMatch(failed::contains))
                throw new IOException(name + ": " + f.cell().label() + ": " + f.error());
    }

    private Figure figure(FigureCell cell) throws IOException {
        return store.result(cell)
                .orElseThrow(() -> new IOException(cell.label() + ": has no result"))
                .value()
                .figure();
    }

    private static double value(Figure figure) {
        return figure.value() == null ? Double.NaN : figure.value();
    }

    private static Figures.Answers answers(Figure figure) {
        double all = figure.judged() + figure.unparsed();
        return new Figures.Answers(value(figure), figure.degenerate() / all);
    }
}
