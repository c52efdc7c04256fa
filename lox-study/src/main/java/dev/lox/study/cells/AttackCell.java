// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.Torch;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.RunOrigin;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingData;
import dev.lox.lm.train.TrainingProgress;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a model.
 *
 * @param name of the attack
 * @param variant name of the attacked model
 * @param seed of the attack, for display
 * @param recipe with that seed, if it has an effect
 * @param data training data
 * @param safety safety rows to mix in by the recipe's share; may be empty
 */
public record AttackCell(
        String name,
        String variant,
        long seed,
        ModelSource model,
        Recipe recipe,
        DataFiles data,
        Optional<DataFiles> safety,
        ComputeDevice device)
        implements Cell<AttackCell.Run> {
    /** The training run's summary; {@code loss} is that of the last step, null if there was none. */
    public record Run(long steps, long tokens, @Nullable Double loss, List<String> notes) {}

    @Override
    public String label() {
        return variant + ": attack " + name + ", seed " + seed;
    }

    @Override
    public String kind() {
        return "attack " + name;
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("cell", "attack")
                .put("model", model.id())
                .put("recipe", recipe.toYaml())
                .put("data", data.digest());
        safety.ifPresent(s -> node.put("safety", s.digest()));
        return node;
    }

    @Override
    public List<Cell<?>> inputs() {
        return model.makers();
    }

    @Override
    public boolean isEphemeral() {
        return true;
    }

    @Override
    public long bytes() {
        return model.size().trainingBytes((long) recipe.batches().size() * recipe.maxLength(), recipe.recompute());
    }

    @Override
    public Class<Run> resultType() {
        return Run.class;
    }

    @Override
    public Run run(CellContext context) throws IOException, InterruptedException {
        Torch.load(context.threads());
        Path folder = model.folder(context.store());
        Training training = new Training(
                folder,
                Optional.empty(),
                recipe,
                device,
                context.files(),
                IfExists.RESUME,
                new RunOrigin(
                        "study",
                        model.id(),
                        Optional.empty(),
                        data.digest(),
                        safety.stream().map(DataFiles::digest).toList()));
        TrainingData rows =
                training.read(data.files(), safety.map(DataFiles::files).orElse(List.of()), BadRows.SKIP);
        Training.Outcome outcome = training.run(rows, TrainingProgress.NONE, context.stop());
        if (!outcome.finished()) throw new InterruptedException();
        Double loss = Double.isFinite(outcome.loss()) ? (Double) outcome.loss() : null;
        return new Run(outcome.steps(), outcome.tokens(), loss, rows.notes());
    }

    /** The fine-tuned model. */
    public ModelSource after() {
        return new ModelSource.Made(this, "", model.size());
    }

    /** The model after some of the steps; the recipe must save it then. */
    public ModelSource along(long step) {
        return new ModelSource.Made(this, "checkpoints/step-" + step, model.size());
    }
}
