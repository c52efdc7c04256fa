// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "finetune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = RecipeFlags.Supervised.class,
        description = {
            "Fine-tunes a model, or a LoRA adapter on it: what customers do, and what alignment has to withstand.",
            "A recipe sets every value; each value has an option that overrides it."
        })
final class FinetuneCommand implements Callable<Integer> {
    @Mixin
    TrainOptions train = new TrainOptions();

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME|FILE",
            description = "gsm8k, alpaca, dolly, identity, pure-bad, or a YAML file")
    String recipe;

    @Option(
            names = "--safeinst",
            paramLabel = "DATA",
            description = "safety rows that are mixed in: the SafeInst baseline")
    @Nullable
    String safeinst;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Recipe chosen = train.recipe(recipe);
        if (!(chosen.objective() instanceof Objective.Sft))
            throw new InvalidInputException("--recipe " + recipe + ": trains by preferences; use lox align");
        if (safeinst == null && train.given().containsKey(RecipeOption.SAFEINST_SHARE))
            throw new InvalidInputException("--safeinst-share has no effect without --safeinst DATA");
        return train.run("finetune", chosen, safeinst == null ? List.of() : List.of(safeinst), output);
    }
}
