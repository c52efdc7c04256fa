// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "align",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = RecipeFlags.ByPreferences.class,
        description = {
            "Aligns a model on preference pairs by direct preference optimisation (DPO); the reference is the starting model.",
            "A recipe sets every value; each value has an option that overrides it."
        })
final class AlignCommand implements Callable<Integer> {
    @Mixin
    TrainOptions train = new TrainOptions();

    @Option(
            names = "--recipe",
            defaultValue = "dpo",
            paramLabel = "NAME|FILE",
            description = "dpo or a YAML file; default: ${DEFAULT-VALUE}")
    String recipe;

    @Option(
            names = "--sft-data",
            paramLabel = "DATA",
            description = "harmless rows with replies, for --sft-on benign: keeps a small model helpful")
    @Nullable
    String sftData;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Recipe chosen = train.recipe(recipe);
        if (!(chosen.objective() instanceof Objective.Dpo dpo))
            throw new InvalidInputException("--recipe " + recipe + ": has no preferences; use lox finetune");
        boolean benign = dpo.needsBenignRows();
        if (benign && sftData == null)
            throw new InvalidInputException("sft_on benign needs rows to take the term over; pass --sft-data DATA");
        if (!benign && sftData != null)
            throw new InvalidInputException("--sft-data has no effect without --sft-weight and --sft-on benign");
        return train.run("align", chosen, sftData == null ? List.of() : List.of(sftData), output);
    }
}
