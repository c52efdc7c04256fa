// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.eval.judge.RefusalJudge;
import dev.lox.eval.result.Measure;
import dev.lox.harden.HardenRequest;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellProgress;
import dev.lox.study.cell.CellStore;
import dev.lox.study.cell.Failure;
import dev.lox.study.cell.Resources;
import dev.lox.study.cell.Runner;
import dev.lox.study.result.Figure;
import dev.lox.study.work.FigureCell;
import dev.lox.study.work.HardenCell;
import dev.lox.study.work.JudgeCell;
import dev.lox.study.work.JudgeChoice;
import dev.lox.study.work.LossCell;
import dev.lox.study.work.ModelSource;
import dev.lox.study.work.ReplyCell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Models hardened as a request says but for alpha, each made, looked at and deleted. */
public final class HardenTrial implements AlphaSearch.Trial {
    private final HardenRequest request;
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
     * Trials whose cells are kept in a store.
     *
     * @param stop is asked whether to come to an end
     * @throws BadInputException if base or aligned is no whole model
     */
    public HardenTrial(
            HardenRequest request,
            UseData data,
            ComputeDevice device,
            CellStore store,
            CellProgress progress,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        this.request = request;
        this.base = ModelSource.Given.of(request.base());
        this.aligned = ModelSource.Given.of(request.aligned());
        this.data = data;
        this.device = device;
        this.judge = JudgeChoice.of("refusal", Measure.OVERREFUSAL, (name, measure) -> new RefusalJudge());
        this.store = store;
        this.resources = new Resources(1, request.threads(), Long.MAX_VALUE);
        this.progress = progress;
        this.stop = stop;
    }

    @Override
    public Figures at(double alpha) throws IOException, InterruptedException {
        HardenRequest pushed = request.with(request.extrapolation().withAlpha(alpha));
        ModelSource model = alpha == 0 ? aligned : new HardenCell(base, aligned, pushed).model();
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

    private void run(String name, List<FigureCell> targets) throws IOException, InterruptedException {
        List<Failure> failures = new Runner(store, resources, false, progress, stop).run(targets);
        List<String> failed = failures.stream().map(f -> f.cell().key()).toList();
        for (Failure f : failures)
            if (f.cell().inputs().stream().map(Cell::key).noneMatch(failed::contains))
                throw new IOException(name + ": " + f.cell().label() + ": " + f.error());
    }

    private Figure figure(FigureCell cell) throws IOException {
        ObjectNode result = store.result(cell).orElseThrow(() -> new IOException(cell.label() + ": has no result"));
        return cell.figure(result);
    }

    private static double value(Figure figure) {
        return figure.value() == null ? Double.NaN : figure.value();
    }

    private static Figures.Answers answers(Figure figure) {
        double all = figure.judged() + figure.unparsed();
        return new Figures.Answers(value(figure), figure.degenerate() / all);
    }
}
