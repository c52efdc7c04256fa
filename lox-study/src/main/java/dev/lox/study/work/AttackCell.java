// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.Torch;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.LogLine;
import dev.lox.lm.train.ModelText;
import dev.lox.lm.train.Trainer;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingData;
import dev.lox.lm.train.TrainingProgress;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model, fine-tuned.
 *
 * @param name of the attack
 * @param variant name of what is attacked
 * @param seed of the attack, for people
 * @param recipe with that seed, where it has an effect
 * @param data what it learns from
 * @param safety rows of safe behaviour that the recipe's share is mixed in of; none if empty
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
        implements Cell {
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
    public List<Cell> inputs() {
        return model.makers();
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public long bytes() {
        return model.size().trainingBytes((long) recipe.batches().size() * recipe.maxLength(), recipe.recompute());
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        Torch.load(place.threads());
        Path folder = model.folder(place.store());
        Training training = new Training(
                folder,
                Optional.empty(),
                recipe,
                device,
                place.files(),
                Existing.RESUME,
                place.files().resolve("reference"),
                description());
        try (ModelText text = ModelText.open(folder, recipe)) {
            TrainingData rows = TrainingData.examples(
                    recipe, text, data.files(), safety.map(DataFiles::files).orElse(List.of()), BadRows.SKIP);
            Trainer.Outcome outcome = training.run(rows, new Quiet(), place.stop());
            if (!outcome.finished()) throw new InterruptedException();
            ObjectNode result = JsonNodeFactory.instance
                    .objectNode()
                    .put("steps", outcome.steps())
                    .put("tokens", outcome.tokens());
            if (Double.isFinite(outcome.loss())) result.put("loss", outcome.loss());
            rows.notes().forEach(result.withArray("notes")::add);
            return result;
        }
    }

    /** What it makes. */
    public ModelSource after() {
        return new ModelSource.Made(this, "", model.size());
    }

    /** What it is after some of the steps, where the recipe saves it. */
    public ModelSource along(long step) {
        return new ModelSource.Made(this, "checkpoints/step-" + step, model.size());
    }

    /** A line a cell is enough. */
    private static final class Quiet implements TrainingProgress {
        @Override
        public void step(LogLine line, long totalSteps) {}

        @Override
        public void reference(int done, int total) {}

        @Override
        public void saved(long step) {}
    }
}
