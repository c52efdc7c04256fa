// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.Torch;
import dev.lox.lm.model.WeightUse;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.HeldOutLoss;
import dev.lox.lm.train.ModelText;
import dev.lox.lm.train.TrainingData;
import dev.lox.lm.train.TrainingData.ExampleRows;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Mean negative log-likelihood, nats a token, of replies a model has not seen.
 *
 * @param name of the evaluation
 * @param variant of the model, for people
 * @param recipe how the rows are written and which of their tokens count
 * @param limit rows at most
 */
public record LossCell(
        String name, String variant, ModelSource model, Recipe recipe, DataFiles data, int limit, ComputeDevice device)
        implements FigureCell {
    @Override
    public String label() {
        return variant + ": " + name;
    }

    @Override
    public String kind() {
        return "loss " + name;
    }

    @Override
    public ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cell", "loss")
                .put("model", model.id())
                .put("recipe", recipe.toYaml())
                .put("data", data.digest())
                .put("limit", limit);
    }

    @Override
    public List<Cell> inputs() {
        return model.makers();
    }

    @Override
    public long bytes() {
        return model.size().bytes();
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException {
        Torch.load(place.threads());
        Path folder = model.folder(place.store());
        LoadOptions options =
                new LoadOptions(new Placement(Precision.F32, device), Optional.empty(), false, WeightUse.INFERENCE);
        try (ModelText text = ModelText.open(folder, recipe);
                CausalLm lm = CausalLm.load(model.weights(place.store()), options)) {
            ExampleRows rows = TrainingData.examples(recipe, text, data.files(), List.of(), BadRows.SKIP);
            HeldOutLoss loss =
                    HeldOutLoss.of(lm, rows.rows().stream().limit(limit).toList());
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("value", loss.mean())
                    .put("judged", loss.tokens());
        }
    }
}
