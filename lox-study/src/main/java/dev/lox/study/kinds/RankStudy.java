// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.harden.RankChoice;
import dev.lox.harden.Role;
import dev.lox.harden.Truncate;
import dev.lox.study.cells.EditCell;
import dev.lox.study.cells.ModelSource;
import dev.lox.study.cells.SpectrumCell;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellResult;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.DeltaSpectrum;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.RankFindings;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The base model plus only the k leading directions of the alignment delta, for several k. */
final class RankStudy implements Experiment {
    private final RankSpec spec;
    private final List<Evaluation> evaluations;
    private final List<VariantInfo> variants = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final SpectrumCell spectrum;

    RankStudy(RankSpec spec, GivenModels models, List<Evaluation> evaluations)
            throws IOException, InterruptedException {
        this.spec = spec;
        this.evaluations = evaluations;
        ModelSource.Given base = models.open("base", spec.base());
        ModelSource.Given aligned = models.open("aligned", spec.aligned());
        this.spectrum = new SpectrumCell(base, aligned);
        add("base", "the base model", 0, base);
        for (int k : spec.ranks())
            add(
                    "k=" + k,
                    "the base model and the first " + k + (k == 1 ? " direction" : " directions")
                            + " of the delta, in every matrix",
                    k,
                    EditCell.of(
                                    "",
                                    Map.of(Role.BASE, base, Role.ALIGNED, aligned),
                                    new Truncate(new RankChoice.Fixed(k)))
                            .model());
        add("full", "the aligned model: all of the delta", null, aligned);
    }

    private void add(String name, String words, @Nullable Integer rank, ModelSource model) {
        variants.add(new VariantInfo(name, VariantKind.BASELINE, words, rank));
        trials.add(Trial.before(name, model, evaluations));
    }

    @Override
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    @Override
    public List<Cell<?>> others() {
        return List.of(spectrum);
    }

    @Override
    public RankFindings findings(CellStore store) throws IOException {
        List<Point> points = new ArrayList<>();
        for (Trial t : trials) points.add(t.point(store));
        DeltaSpectrum curve = store.result(spectrum).map(CellResult::value).orElse(null);
        return new RankFindings(List.copyOf(variants), points, curve, spec.margin());
    }
}
