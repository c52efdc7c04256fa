// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
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
            "Aligns a model by preference pairs: direct preference optimisation (DPO), the model it begins with as"
                    + " reference.",
            "A recipe says how; each of its values has an option that takes its place."
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
            throw new BadInputException("--recipe " + recipe + ": has no preferences; use lox finetune");
        boolean benign =
                dpo.sft().filter(t -> t.on() == Objective.Replies.BENIGN).isPresent();
        if (benign && sftData == null)
            throw new BadInputException("sft_on benign needs rows to take the term over; pass --sft-data DATA");
        if (!benign && sftData != null)
            throw new BadInputException("--sft-data has no effect without --sft-weight and --sft-on benign");
        return train.run("align", chosen, sftData == null ? List.of() : List.of(sftData), output);
    }
}
