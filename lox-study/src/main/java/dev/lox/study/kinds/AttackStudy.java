// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.InvalidInputException;
import dev.lox.harden.Role;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingData;
import dev.lox.study.cells.AttackCell;
import dev.lox.study.cells.DataFiles;
import dev.lox.study.cells.EditCell;
import dev.lox.study.cells.ModelSource;
import dev.lox.study.cells.SpectrumCell;
import dev.lox.study.cells.SubspaceCell;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellResult;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.DeltaSpectrum;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.VariantInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Variants × attacks × seeds, each evaluated before, during and after the attack. */
final class AttackStudy implements Experiment {
    /** The base model's name among the points. */
    static final String BASE = "base";

    private final AttackSpec spec;
    private final ModelSource.Given base;
    private final ModelSource.Given aligned;
    private final List<Evaluation> evaluations;
    private final Map<String, DataFiles> data;
    private final Map<List<Object>, Long> steps = new HashMap<>();
    private final ComputeDevice device;
    private final List<Trial> trials = new ArrayList<>();
    private final SpectrumCell spectrum;

    private AttackStudy(
            AttackSpec spec,
            GivenModels models,
            List<Evaluation> evaluations,
            Map<String, DataFiles> data,
            ComputeDevice device)
            throws IOException, InterruptedException {
        this.spec = spec;
        this.base = models.open("base", spec.base());
        this.aligned = models.open("aligned", spec.aligned());
        this.evaluations = evaluations;
        this.data = data;
        this.device = device;
        this.spectrum = new SpectrumCell(base, aligned);
    }

    static AttackStudy of(
            AttackSpec spec, GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        Map<String, DataFiles> data = new LinkedHashMap<>();
        for (AttackPlan a : spec.attacks())
            for (long seed : a.seeds())
                if (!data.containsKey(a.data(seed))) data.put(a.data(seed), DataFiles.of(inputs.data(a.data(seed))));
        for (VariantSpec v : spec.variants())
            if (v.safety().isPresent())
                data.put(v.safety().get(), DataFiles.of(inputs.data(v.safety().get())));
        AttackStudy study = new AttackStudy(spec, models, evaluations, data, device);
        study.checkAttacks();
        study.addTrials();
        return study;
    }

    /** Checks recipes and rows against the model before anything runs, and counts the steps. */
    private void checkAttacks() throws IOException {
        for (AttackPlan a : spec.attacks())
            for (VariantSpec v : spec.variants())
                if (!steps.containsKey(run(v, a))) steps.put(run(v, a), checkedSteps(v, a));
    }

    private long checkedSteps(VariantSpec v, AttackPlan a) throws IOException {
        Recipe recipe = recipe(v, a, a.seeds().get(0));
        List<Path> safety = v.safety().isPresent() ? dataOf(v.safety().get()).files() : List.of();
        try {
            List<Path> files = dataOf(a.data(a.seeds().get(0))).files();
            TrainingData rows = TrainingData.read(aligned.path(), recipe, files, safety, BadRows.SKIP);
            // Checks only; the folder of each run is not known yet.
            Training training = Training.of(aligned.path(), recipe, Path.of(""));
            training.check(rows);
            return training.steps(rows);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.details().stream()
                    .map(d -> d.within("attack " + a.name() + (v.safety().isPresent() ? ", " + v.name() : "")))
                    .toList());
        }
    }

    /** What the number of steps depends on. Safety rows make an attack longer. */
    private static List<Object> run(VariantSpec v, AttackPlan a) {
        return List.of(a.name(), v.safety(), v.safety().isPresent() ? v.safetyShare() : OptionalDouble.empty());
    }

    private DataFiles dataOf(String name) {
        DataFiles found = data.get(name);
        if (found == null) throw new IllegalStateException(name + " was not looked for");
        return found;
    }

    private void addTrials() {
        // For comparison: the model before any alignment.
        trials.add(Trial.before(BASE, base, evaluations));
        for (VariantSpec v : spec.variants())
            if (v.isBaseline() || v.harden().isPresent()) trials.add(Trial.before(v.name(), before(v), evaluations));
        for (AttackPlan a : spec.attacks())
            for (long seed : a.seeds()) for (VariantSpec v : spec.variants()) addAttack(v, a, seed);
    }

    private void addAttack(VariantSpec v, AttackPlan a, long seed) {
        AttackCell attack = new AttackCell(
                a.name(),
                v.name(),
                seed,
                before(v),
                recipe(v, a, seed),
                dataOf(a.data(seed)),
                v.safety().map(this::dataOf),
                device);
        long last = stepsOf(v, a);
        if (a.along() > 0)
            for (long step = a.along(); step < last; step += a.along())
                add(v, a, seed, step, Stage.ALONG, repaired(v, attack.along(step)));
        add(v, a, seed, last, Stage.AFTER, repaired(v, attack.after()));
    }

    private long stepsOf(VariantSpec v, AttackPlan a) {
        return steps.getOrDefault(run(v, a), 0L);
    }

    private ModelSource before(VariantSpec v) {
        return v.harden().isPresent()
                ? EditCell.of(
                                "",
                                Map.of(Role.BASE, base, Role.ALIGNED, aligned),
                                v.harden().get())
                        .model()
                : aligned;
    }

    private ModelSource repaired(VariantSpec v, ModelSource attacked) {
        return v.repair().isPresent()
                ? EditCell.of(
                                v.name(),
                                Map.of(Role.BASE, base, Role.ALIGNED, aligned, Role.FINETUNED, attacked),
                                v.repair().get())
                        .model()
                : attacked;
    }

    private static Recipe recipe(VariantSpec v, AttackPlan a, long seed) {
        Map<RecipeOption, String> with = new EnumMap<>(RecipeOption.class);
        // Without shuffling the seed does not affect the recipe, only the rows.
        if (a.recipe().batches().shuffle()) with.put(RecipeOption.SEED, Long.toString(seed));
        if (v.safety().isPresent() && v.safetyShare().isPresent())
            with.put(
                    RecipeOption.SAFEINST_SHARE, Double.toString(v.safetyShare().getAsDouble()));
        return a.recipe().with(with);
    }

    private void add(VariantSpec v, AttackPlan a, long seed, long step, Stage stage, ModelSource model) {
        Optional<SubspaceCell> subspace = spec.subspaceRank().isEmpty() || stage != Stage.AFTER
                ? Optional.empty()
                : Optional.of(new SubspaceCell(
                        v.name() + ", after " + a.name() + ", seed " + seed,
                        base,
                        aligned,
                        model,
                        spec.subspaceRank().getAsInt()));
        trials.add(Trial.attacked(v.name(), a.name(), seed, step, stage, model, evaluations, subspace));
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
    public AttackFindings findings(CellStore store) throws IOException {
        List<Point> points = new ArrayList<>();
        for (Trial t : trials) points.add(t.point(store));
        List<VariantInfo> variants =
                spec.variants().stream().map(VariantSpec::info).toList();
        List<AttackInfo> attacks = spec.attacks().stream().map(this::info).toList();
        AttackComparison compared = new AttackComparison(variants, attacks, trials, points, evaluations, store);
        DeltaSpectrum curve = store.result(spectrum).map(CellResult::value).orElse(null);
        return new AttackFindings(variants, attacks, points, compared.differences(), compared.worst(), curve);
    }

    private AttackInfo info(AttackPlan a) {
        long count = stepsOf(spec.variants().get(0), a);
        Recipe r = a.recipe();
        String words = "fine-tuning by recipe " + a.recipeName() + " on " + a.data() + ": " + count + " steps of "
                + r.batches().size() * r.batches().accumulation() + " rows, learning rate "
                + r.optimizer().lr();
        return new AttackInfo(a.name(), a.seeds(), count, words);
    }
}
