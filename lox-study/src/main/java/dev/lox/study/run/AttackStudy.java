// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.train.ModelText;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingData;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.AttackAbout;
import dev.lox.study.result.DeltaSpectrum;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.result.StudyResult;
import dev.lox.study.result.VariantAbout;
import dev.lox.study.spec.AttackPlan;
import dev.lox.study.spec.AttackSpec;
import dev.lox.study.spec.VariantSpec;
import dev.lox.study.work.AttackCell;
import dev.lox.study.work.DataFiles;
import dev.lox.study.work.HardenCell;
import dev.lox.study.work.ModelSource;
import dev.lox.study.work.RepairCell;
import dev.lox.study.work.SpectrumCell;
import dev.lox.study.work.SubspaceCell;
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
import org.jspecify.annotations.Nullable;

/** Variants × attacks × seeds, each looked at before, along and after. */
final class AttackStudy implements Study {
    /** The base model's name among points. */
    static final String BASE = "base";

    private final AttackSpec spec;
    private final GivenModels models;
    private final ModelSource.Given base;
    private final ModelSource.Given aligned;
    private final List<Evaluation> evaluations;
    private final Map<String, DataFiles> data;
    private final Map<List<Object>, Long> steps = new HashMap<>();
    private final ComputeDevice device;
    private final List<Arm> arms = new ArrayList<>();
    private final SpectrumCell spectrum;

    private AttackStudy(
            AttackSpec spec,
            GivenModels models,
            List<Evaluation> evaluations,
            Map<String, DataFiles> data,
            ComputeDevice device)
            throws IOException, InterruptedException {
        this.spec = spec;
        this.models = models;
        this.base = models.open("base", spec.base());
        this.aligned = models.open("aligned", spec.aligned());
        this.evaluations = evaluations;
        this.data = data;
        this.device = device;
        this.spectrum = new SpectrumCell(base, aligned);
    }

    static AttackStudy of(AttackSpec spec, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        List<Evaluation> evaluations = Evaluations.of(spec.evaluations(), inputs, device);
        Map<String, DataFiles> data = new LinkedHashMap<>();
        for (AttackPlan a : spec.attacks())
            for (long seed : a.seeds())
                if (!data.containsKey(a.data(seed))) data.put(a.data(seed), DataFiles.of(inputs.data(a.data(seed))));
        for (VariantSpec v : spec.variants())
            if (v.safety().isPresent())
                data.put(v.safety().get(), DataFiles.of(inputs.data(v.safety().get())));
        AttackStudy study = new AttackStudy(spec, new GivenModels(inputs), evaluations, data, device);
        study.checkAttacks();
        study.addArms();
        return study;
    }

    /** Recipes and rows are held against the model before anything runs, and the steps are counted. */
    private void checkAttacks() throws IOException {
        for (AttackPlan a : spec.attacks())
            for (VariantSpec v : spec.variants())
                if (!steps.containsKey(run(v, a))) steps.put(run(v, a), checkedSteps(v, a));
    }

    private long checkedSteps(VariantSpec v, AttackPlan a) throws IOException {
        Recipe recipe = recipe(v, a, a.seeds().get(0));
        List<Path> safety = v.safety().isPresent() ? dataOf(v.safety().get()).files() : List.of();
        try (ModelText text = ModelText.open(aligned.path(), recipe)) {
            TrainingData rows = TrainingData.examples(
                    recipe, text, dataOf(a.data(a.seeds().get(0))).files(), safety, BadRows.SKIP);
            Training training = new Training(
                    aligned.path(),
                    Optional.empty(),
                    recipe,
                    device,
                    Path.of(""),
                    Existing.RESUME,
                    Path.of(""),
                    JsonNodeFactory.instance.objectNode());
            training.check(rows);
            return training.steps(rows);
        } catch (BadInputException e) {
            throw new BadInputException(e.complaints().stream()
                    .map(c -> "attack " + a.name() + (v.safety().isPresent() ? ", " + v.name() : "") + ": " + c)
                    .toList());
        }
    }

    /** What decides the steps of an attack: safety rows make it longer. */
    private static List<Object> run(VariantSpec v, AttackPlan a) {
        return List.of(a.name(), v.safety(), v.safety().isPresent() ? v.safetyShare() : OptionalDouble.empty());
    }

    private DataFiles dataOf(String name) {
        DataFiles found = data.get(name);
        if (found == null) throw new IllegalStateException(name + " was not looked for");
        return found;
    }

    private void addArms() {
        // What there was before any alignment, for comparison.
        arms.add(Arm.of(BASE, null, null, 0, Stage.BEFORE, base, evaluations, Optional.empty()));
        for (VariantSpec v : spec.variants())
            if (v.isBaseline() || v.harden().isPresent()) add(v, null, null, 0, Stage.BEFORE, before(v));
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
        return v.harden().isPresent() ? new HardenCell(base, aligned, v.harden().get()).model() : aligned;
    }

    private ModelSource repaired(VariantSpec v, ModelSource attacked) {
        return v.repair().isPresent()
                ? new RepairCell(v.name(), base, aligned, attacked, v.repair().get()).model()
                : attacked;
    }

    private static Recipe recipe(VariantSpec v, AttackPlan a, long seed) {
        Map<RecipeOption, String> with = new EnumMap<>(RecipeOption.class);
        // Without shuffling it has no effect, and the rows themselves are of the seed.
        if (a.recipe().batches().shuffle()) with.put(RecipeOption.SEED, Long.toString(seed));
        if (v.safety().isPresent() && v.safetyShare().isPresent())
            with.put(
                    RecipeOption.SAFEINST_SHARE, Double.toString(v.safetyShare().getAsDouble()));
        return a.recipe().with(with);
    }

    private void add(
            VariantSpec v, @Nullable AttackPlan a, @Nullable Long seed, long step, Stage stage, ModelSource model) {
        Optional<SubspaceCell> subspace = a == null || spec.subspaceRank().isEmpty() || stage != Stage.AFTER
                ? Optional.empty()
                : Optional.of(new SubspaceCell(
                        v.name() + ", after " + a.name() + ", seed " + seed,
                        base,
                        aligned,
                        model,
                        spec.subspaceRank().getAsInt()));
        arms.add(Arm.of(v.name(), a == null ? null : a.name(), seed, step, stage, model, evaluations, subspace));
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
        AttackFindings findings = new AttackFindings(spec, arms, points, evaluations, store);
        AttackVerdict verdict = new AttackVerdict(spec, findings, failed);
        Optional<ObjectNode> energies = store.result(spectrum);
        DeltaSpectrum curve = energies.isPresent() ? spectrum.spectrum(energies.get()) : null;
        return new StudyResult(
                spec.kind(),
                spec.title(),
                footer.lox(),
                verdict.sentences(),
                verdict.holds(),
                models.about(),
                spec.variants().stream().map(AttackStudy::about).toList(),
                spec.attacks().stream().map(this::about).toList(),
                evaluations.stream().map(Evaluation::about).toList(),
                points,
                findings.differences(),
                findings.worst(),
                null,
                curve,
                failed,
                footer.effort(),
                footer.settings(),
                footer.reproduce());
    }

    AttackSpec spec() {
        return spec;
    }

    private static VariantAbout about(VariantSpec v) {
        return new VariantAbout(
                v.name(), v.isBaseline() ? "baseline" : v.isControl() ? "control" : "defence", v.words());
    }

    private AttackAbout about(AttackPlan a) {
        long count = stepsOf(spec.variants().get(0), a);
        Recipe r = a.recipe();
        String words = "fine-tuning by recipe " + a.recipeName() + " on " + a.data() + ": " + count + " steps of "
                + r.batches().size() * r.batches().accumulation() + " rows, learning rate "
                + r.optimizer().lr();
        return new AttackAbout(a.name(), a.seeds(), count, words);
    }
}
