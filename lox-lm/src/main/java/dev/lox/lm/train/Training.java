// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Digest;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoraOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainedFiles;
import dev.lox.lm.model.TrainingOptions;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.PreferenceTask.BenignRows;
import dev.lox.lm.train.TrainingData.ExampleRows;
import dev.lox.lm.train.TrainingData.PairRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A run from a model folder to another.
 *
 * @param model the folder that is begun with
 * @param merged an adapter that is added to its weights first
 * @param out the folder of the run
 * @param references folder in which log-probabilities by the reference model are kept
 * @param job what else the result depends on, for the record
 */
public record Training(
        Path model,
        Optional<Path> merged,
        Recipe recipe,
        ComputeDevice device,
        Path out,
        Existing existing,
        Path references,
        ObjectNode job) {

    /** Optimizer steps of the run. */
    public long steps(TrainingData data) {
        return DataOrder.of(recipe, size(data)).totalSteps(recipe.epochs(), recipe.maxSteps());
    }

    /**
     * Complains of what does not go together; reads heads alone, writes nothing.
     *
     * @throws dev.lox.checkpoint.BadInputException if recipe and rows, or recipe and model, do not fit
     */
    public void check(TrainingData data) throws IOException {
        recipe.check(steps(data));
        TrainableLm.check(model, merged, options());
    }

    private static int size(TrainingData data) {
        return data instanceof PairRows pairs
                ? pairs.rows().size()
                : ((ExampleRows) data).rows().size();
    }

    /**
     * Runs, or goes on with a run that was interrupted.
     *
     * @param stop is asked after each step whether to save and end
     */
    public Trainer.Outcome run(TrainingData data, TrainingProgress progress, BooleanSupplier stop) throws IOException {
        check(data);
        String digest = digest(data);
        ObjectNode full = job.deepCopy().put("rows", size(data)).put("data_sha256", digest);
        try (RunFolder folder = RunFolder.open(out, full, recipe.toYaml(), existing)) {
            folder.publish();
            if (folder.finished()) return new Trainer.Outcome(true, steps(data), 0, 0, Double.NaN);
            try (TrainableLm lm = TrainableLm.load(model, merged, options())) {
                Optional<Task> task = task(data, lm, digest, progress, stop);
                if (task.isEmpty()) return new Trainer.Outcome(false, 0, 0, 0, Double.NaN);
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

    /** Nothing if it was told to stop before the reference model was through. */
    private Optional<Task> task(
            TrainingData data, TrainableLm lm, String digest, TrainingProgress progress, BooleanSupplier stop)
            throws IOException {
        MicroBatches batches = MicroBatches.of(recipe);
        if (data instanceof ExampleRows examples)
            return Optional.of(new SupervisedTask(examples.rows(), batches, recipe.seed()));
        PairRows pairs = (PairRows) data;
        String key = job.path("model_files").asText() + " " + digest + " " + recipe.precision();
        Optional<List<ReferencePair>> reference = new ReferenceFile(
                        references, Digest.sha256(key.getBytes(StandardCharsets.UTF_8)), batches)
                .of(pairs.rows(), lm, progress::reference, stop);
        Optional<BenignRows> benign = pairs.benign().isEmpty()
                ? Optional.empty()
                : Optional.of(new BenignRows(
                        new SupervisedTask(pairs.benign(), batches, recipe.seed()),
                        DataOrder.of(recipe, pairs.benign().size())));
        Objective.Dpo dpo = (Objective.Dpo) recipe.objective();
        return reference.map(r -> new PreferenceTask(pairs.rows(), r, dpo, batches, benign, recipe.seed()));
    }

    private static String digest(TrainingData data) {
        if (data instanceof ExampleRows examples) return RowsDigest.ofExamples(examples.rows());
        PairRows pairs = (PairRows) data;
        String own = RowsDigest.ofPairs(pairs.rows());
        return pairs.benign().isEmpty() ? own : own + " " + RowsDigest.ofExamples(pairs.benign());
    }
}
