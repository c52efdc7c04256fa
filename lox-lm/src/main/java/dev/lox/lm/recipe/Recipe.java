// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.settings.Checks;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a training run except the model, the data and the output folder.
 *
 * @param format how prompts are written
 * @param maxLength tokens of a row; longer rows are truncated
 * @param epochs passes over the data
 * @param maxSteps optimizer steps after which the run ends, regardless of epochs; 0 for no such limit
 * @param lora if empty, the whole model is trained
 * @param precision type of the weights in products, and of activations
 * @param recompute whether the backward pass recomputes activations instead of keeping them: less memory, more time
 * @param seed of the order of rows, dropout and LoRA's initial weights
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
        /** The preamble and sections of Stanford Alpaca. */
        ALPACA,
        /** The model's own chat template. */
        CHAT,
        /** Unchanged. */
        RAW
    }

    /** The type of computation. */
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
     * This recipe, changed by options.
     *
     * @param values as typed; ignored for options that take none
     * @throws InvalidInputException with every value that is wrong or would be ignored
     */
    public Recipe with(Map<RecipeOption, String> values) {
        return Overrides.apply(this, values);
    }

    /**
     * Checks what depends on the size of the data.
     *
     * @param totalSteps optimizer steps of the run
     * @throws InvalidInputException if the learning rate would not reach its peak
     */
    public void check(long totalSteps) {
        if (optimizer.warmup() > totalSteps)
            throw new InvalidInputException(
                    "recipe: optimizer.warmup, expected at most the %s steps of this run, got %s; pass %s or more epochs",
                    totalSteps, optimizer.warmup(), Setting.of("warmup"));
    }

    /** All values as YAML, from which {@link RecipeReader} reads an equal recipe. */
    public String toYaml() {
        return RecipeTree.yaml(RecipeTree.of(this));
    }
}
