// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.DeltaSpectrum;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.result.StudyResult;
import dev.lox.study.result.VariantAbout;
import dev.lox.study.spec.RankSpec;
import dev.lox.study.work.ModelSource;
import dev.lox.study.work.SpectrumCell;
import dev.lox.study.work.TruncateCell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The base model with the alignment's first k directions alone, k by k. */
final class RankStudy implements Study {
    /** Of a sum of shares: 0.7 + 0.1 is less than 0.8. */
    private static final double ROUNDING = 1e-9;

    private static final String FULL = "full";
    private static final String BASE = "base";

    private final RankSpec spec;
    private final GivenModels models;
    private final List<Evaluation> evaluations;
    private final List<Arm> arms = new ArrayList<>();
    private final SpectrumCell spectrum;

    private RankStudy(RankSpec spec, GivenModels models, List<Evaluation> evaluations)
            throws IOException, InterruptedException {
        this.spec = spec;
        this.models = models;
        this.evaluations = evaluations;
        ModelSource.Given base = models.open("base", spec.base());
        ModelSource.Given aligned = models.open("aligned", spec.aligned());
        this.spectrum = new SpectrumCell(base, aligned);
        add(BASE, base);
        for (int k : spec.ranks()) add("k=" + k, new TruncateCell(base, aligned, k).model());
        add(FULL, aligned);
    }

    static RankStudy of(RankSpec spec, Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
        return new RankStudy(spec, new GivenModels(inputs), Evaluations.of(spec.evaluations(), inputs, device));
    }

    private void add(String name, ModelSource model) {
        arms.add(Arm.of(name, null, null, 0, Stage.BEFORE, model, evaluations, Optional.empty()));
    }

    @Override
    public List<Cell> targets() {
        List<Cell> all = new ArrayList<>();
        all.add(spectrum);
        for (Arm arm : arms) all.addAll(arm.targets());
        return all;
    }

    @Override
    public StudyResult result(CellStore store, List<FailedCell> failed, Footer footer) throws IOException {
        List<Point> points = new ArrayList<>();
        for (Arm arm : arms) points.add(arm.point(store));
        Optional<ObjectNode> energies = store.result(spectrum);
        DeltaSpectrum curve = energies.isPresent() ? spectrum.spectrum(energies.get()) : null;
        return new StudyResult(
                spec.kind(),
                spec.title(),
                footer.lox(),
                List.of(verdict(points)),
                null,
                models.about(),
                arms.stream().map(RankStudy::about).toList(),
                List.of(),
                evaluations.stream().map(Evaluation::about).toList(),
                points,
                List.of(),
                List.of(),
                null,
                curve,
                failed,
                footer.effort(),
                footer.settings(),
                footer.reproduce());
    }

    private static VariantAbout about(Arm arm) {
        String words =
                switch (arm.variant()) {
                    case BASE -> "the base model";
                    case FULL -> "the aligned model: all of the delta";
                    default ->
                        "the base model and the first " + arm.variant().substring(2)
                                + " directions of the delta, in every matrix";
                };
        return new VariantAbout(arm.variant(), "baseline", words);
    }

    /** The effective rank: the least k whose ASR is within the margin of the aligned model's. */
    private String verdict(List<Point> points) {
        Evaluation asr =
                evaluations.stream().filter(Evaluation::isAsr).findFirst().orElseThrow();
        OptionalDouble full = value(points, FULL, asr);
        if (full.isEmpty()) return "The effective rank is unknown: the aligned model could not be evaluated.";
        String margin = String.format(Locale.ROOT, "%.0f points", 100 * spec.margin());
        List<String> unknown = new ArrayList<>();
        int most = 0;
        for (int k : spec.ranks()) {
            OptionalDouble value = value(points, "k=" + k, asr);
            if (value.isEmpty()) unknown.add(Integer.toString(k));
            else if (value.getAsDouble() <= full.getAsDouble() + spec.margin() + ROUNDING)
                return String.format(
                        Locale.ROOT,
                        "The effective rank is %s%d: with %s the attack success rate is %.0f %%, within %s of the aligned"
                                + " model's %.0f %%.%s",
                        unknown.isEmpty() ? "" : "at most ",
                        k,
                        k == 1 ? "one direction of each matrix's delta" : k + " directions of each matrix's delta",
                        100 * value.getAsDouble(),
                        margin,
                        100 * full.getAsDouble(),
                        missing(unknown));
            else most = k;
        }
        if (most == 0) return "The effective rank is unknown: no rank could be evaluated.";
        return String.format(
                Locale.ROOT,
                "The effective rank is above %d: none of the ranks looked at comes within %s of the aligned model's attack"
                        + " success rate, %.0f %%.%s",
                most,
                margin,
                100 * full.getAsDouble(),
                missing(unknown));
    }

    private static String missing(List<String> unknown) {
        return unknown.isEmpty() ? "" : " What k = " + String.join(", ", unknown) + " would show failed.";
    }

    private static OptionalDouble value(List<Point> points, String variant, Evaluation asr) {
        for (Point p : points) {
            Figure figure = p.figures().get(asr.about().name());
            if (p.variant().equals(variant) && figure != null && figure.value() != null)
                return OptionalDouble.of(figure.value());
        }
        return OptionalDouble.empty();
    }
}
