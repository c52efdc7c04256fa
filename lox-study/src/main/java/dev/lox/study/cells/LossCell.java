// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.Torch;
import dev.lox.lm.model.WeightUse;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.HeldOutLoss;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Measures the mean negative log-likelihood of held-out replies, in nats per token.
 *
 * @param name of the evaluation
 * @param variant of the model, for display
 * @param recipe how rows are encoded and which tokens are targets
 * @param limit maximum number of rows
 */
public record LossCell(
        String name, String variant, ModelSource model, Recipe recipe, DataFiles data, int limit, ComputeDevice device)
        implements FigureCell {
    @Override
    public String label() {
        return variant + ": " + name;
    }

    @Override
    public Measure measure() {
        return Measure.LOSS;
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
    public List<Cell<?>> inputs() {
        return model.makers();
    }

    @Override
    public long bytes() {
        return model.size().bytes();
    }

    @Override
    public FigureResult run(CellContext context) throws IOException {
        Torch.load(context.threads());
        LoadOptions options =
                new LoadOptions(new Placement(Precision.F32, device), Optional.empty(), false, WeightUse.INFERENCE);
        HeldOutLoss loss = HeldOutLoss.of(model.weights(context.store()), options, recipe, data.files(), limit);
        Double mean = Double.isFinite(loss.mean()) ? (Double) loss.mean() : null;
        return new FigureResult(new Figure(mean, null, null, loss.tokens(), 0, 0), "");
    }
}
