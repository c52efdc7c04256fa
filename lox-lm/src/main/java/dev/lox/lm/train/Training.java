// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.Problem;
import dev.lox.base.Problems;
import dev.lox.base.TextDigest;
import dev.lox.checkpoint.ModelIdentity;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoraOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainedFiles;
import dev.lox.lm.model.TrainingOptions;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Trains a model or a LoRA adapter into a folder, as {@code lox finetune} does and, with a preference recipe,
 * {@code lox align}.
 *
 * <pre>{@code
 * Training training = Training.of(model, BuiltInRecipe.ALPACA.recipe(), out);
 * training.run(training.read(List.of(rows), List.of(), BadRows.REFUSE), TrainingProgress.NONE, () -> false);
 * }</pre>
 *
 * @param model folder of the model to train
 * @param merged an adapter to add to its weights first
 * @param out folder of the run: log, checkpoints and finally the model
 * @param origin the user's names for the inputs
 * @since 0.1
 */
public record Training(
        Path model,
        Optional<Path> merged,
        Recipe recipe,
        ComputeDevice device,
        Path out,
        IfExists ifExists,
        RunOrigin origin) {
    /** A new run on the CPU. */
    public static Training of(Path model, Recipe recipe, Path out) {
        RunOrigin origin = RunOrigin.of(recipe.objective().method(), model);
        return new Training(model, Optional.empty(), recipe, ComputeDevice.CPU, out, IfExists.REFUSE, origin);
    }

    /**
     * The result of a run.
     *
     * @param finished whether all steps are done; if not, it was stopped and saved a checkpoint of its last step
     * @param seconds of all steps; 0 if the run had finished before
     * @param loss in the last line of the log; NaN if this run took no step
     */
    public record Outcome(boolean finished, long steps, long tokens, double seconds, double loss) {}

    /** The reasons why a run cannot use a folder; changes nothing. */
    public static List<Problem> problems(Path out, IfExists ifExists) throws IOException {
        return RunFolder.problems(out, ifExists);
    }

    /**
     * Reads the data of this run, see {@link TrainingData#read}.
     *
     * @throws dev.lox.base.InvalidInputException if model, recipe and data do not fit, or if an input lies in {@link #out}
     */
    public TrainingData read(List<Path> data, List<Path> more, BadRows policy) throws IOException {
        checkApart(data, more);
        return TrainingData.read(model, recipe, data, more, policy);
    }

    private void checkApart(List<Path> data, List<Path> more) throws IOException {
        Problems problems = new Problems();
        List<Path> models = Stream.concat(Stream.of(model), merged.stream()).toList();
        problems.checkApart(
                out, Stream.of(models, data, more).flatMap(List::stream).toList());
        problems.refuse();
    }

    /** The number of optimizer steps of a run. */
    public long steps(TrainingData data) {
        return DataOrder.of(recipe, data.size()).totalSteps(recipe.epochs(), recipe.maxSteps());
    }

    /**
     * Checks what {@link #run} would refuse; reads headers only, writes nothing.
     *
     * @throws dev.lox.base.InvalidInputException if recipe and rows, or recipe and model, do not fit
     */
    public void check(TrainingData data) throws IOException {
        recipe.check(steps(data));
        TrainableLm.check(model, merged, options());
    }

    /**
     * Trains, or resumes an interrupted run.
     *
     * @param stop polled after each step; if true, saves and ends
     * @throws dev.lox.base.InvalidInputException if {@link #check} fails, or the folder holds something else; nothing is written then
     * @throws DivergedException if the loss or gradient is not finite
     */
    public Outcome run(TrainingData data, TrainingProgress progress, BooleanSupplier stop) throws IOException {
        check(data);
        String digest = data.digest();
        ModelIdentity identity = ModelIdentity.of(model, merged);
        RunInfo info = RunInfo.of(origin, identity, device, data.size(), digest);
        try (RunFolder folder = RunFolder.open(out, info, recipe.toYaml(), ifExists)) {
            folder.publish();
            if (folder.finished()) return new Outcome(true, steps(data), 0, 0, Double.NaN);
            try (TrainableLm lm = TrainableLm.load(model, merged, options())) {
                ReferenceFile reference = new ReferenceFile(
                        out.resolve("reference"), reference(identity, digest), MicroBatches.of(recipe));
                Optional<Task> task = data.task(recipe, pairs -> reference.of(pairs, lm, progress::reference, stop));
                if (task.isEmpty()) return new Outcome(false, 0, 0, 0, Double.NaN);
                TrainedFiles files = new TrainedFiles(lm, model, recipe.saving().dtype());
                return new Trainer(lm, files, recipe, task.get(), folder).run(progress, stop);
            }
        }
    }

    private TrainingOptions options() {
        Precision precision = recipe.precision() == Recipe.Precision.BFLOAT16 ? Precision.BF16 : Precision.F32;
        Optional<LoraOptions> lora =
                recipe.lora().map(l -> new LoraOptions(l.rank(), l.alpha(), l.dropout(), l.targets()));
        return new TrainingOptions(new Placement(precision, device), recipe.recompute(), lora, recipe.seed());
    }

    /** The key of everything that the reference model's log-probabilities depend on. */
    private String reference(ModelIdentity identity, String digest) {
        return new TextDigest()
                .add(identity.sha256())
                .add(digest)
                .add(recipe.precision().name())
                .add(device.name())
                .hex();
    }
}
