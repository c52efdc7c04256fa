// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.settings.Checks;
import java.util.Map;
import java.util.Optional;

/**
 * How a model is trained: everything but the model, the data and the place of the result.
 *
 * @param format how prompts are written
 * @param maxLength tokens of a row; longer ones are cut
 * @param epochs times the data is gone through
 * @param maxSteps optimizer steps after which the run ends, whatever the epochs; 0 leaves it to them
 * @param lora none trains the whole model
 * @param precision type that weights are held and activations computed in
 * @param recompute whether activations are computed again for the gradient instead of kept: less memory, more time
 * @param seed of the order of rows, of dropout and of what LoRA begins with
 */
public record Recipe(
        Objective objective,
        Format format,
        int maxLength,
        int epochs,
        int maxSteps,
        Batches batches,
        Optimizer optimizer,
        Optional<Lora> lora,
        Precision precision,
        boolean recompute,
        Saving saving,
        long seed) {
    /** How prompts are written. */
    public enum Format {
        /** The preamble and the sections of Stanford Alpaca. */
        ALPACA,
        /** The model's own chat template. */
        CHAT,
        /** As they stand. */
        RAW
    }

    /** What is computed in. */
    public enum Precision {
        FLOAT32,
        BFLOAT16
    }

    public Recipe {
        new Checks()
                .atLeast(2, "max_length", maxLength)
                .atLeast(1, "epochs", epochs)
                .atLeast(0, "max_steps", maxSteps)
                .done();
    }

    /**
     * This recipe with the values of a command line.
     *
     * @param values as typed; that of an option without one is not looked at
     * @throws BadInputException with every value that is wrong or would be ignored
     */
    public Recipe with(Map<RecipeOption, String> values) {
        return Overrides.apply(this, values);
    }

    /**
     * Complains of what only shows once the data's size is known.
     *
     * @param totalSteps optimizer steps of the run
     * @throws BadInputException if the learning rate would not reach its peak
     */
    public void check(long totalSteps) {
        if (optimizer.warmup() > totalSteps)
            throw new BadInputException("recipe: optimizer.warmup, expected at most the " + totalSteps
                    + " steps of this run, got " + optimizer.warmup() + "; pass --warmup or more epochs");
    }

    /** All values as YAML; {@link RecipeReader} reads an equal recipe from it. */
    public String toYaml() {
        return RecipeTree.yaml(RecipeTree.of(this));
    }
}
