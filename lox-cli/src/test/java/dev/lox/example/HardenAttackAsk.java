// SPDX-License-Identifier: Apache-2.0
package dev.lox.example;

import dev.lox.eval.Evaluation;
import dev.lox.eval.EvaluationOutcome;
import dev.lox.eval.EvaluationProgress;
import dev.lox.eval.ReplySource;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.JudgeSettings;
import dev.lox.eval.judges.JudgeSpec;
import dev.lox.eval.judges.Purpose;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.PromptSets;
import dev.lox.eval.results.Safety;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Lox;
import dev.lox.harden.Role;
import dev.lox.harden.WeightEdit;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeReader;
import dev.lox.lm.reply.Generation;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Hardens a pair of models, fine-tunes the result, asks it, and judges its replies. */
public final class HardenAttackAsk {
    private HardenAttackAsk() {}

    public static EvaluationOutcome run(Path base, Path aligned, Path recipeFile, Path rows, Path goals, Path out)
            throws IOException, InterruptedException {
        Path hardened = out.resolve("hardened");
        Map<Role, Path> models = Map.of(Role.BASE, base, Role.ALIGNED, aligned);
        try (EditPlan plan = WeightEdit.plan(EditRequest.of(models, Lox.DEFAULT, hardened))) {
            plan.run((tensor, bytes, total) -> {});
        }

        Path attacked = out.resolve("attacked");
        Recipe recipe = RecipeReader.read(recipeFile);
        Training training = Training.of(hardened, recipe, attacked);
        training.run(training.read(List.of(rows), List.of(), BadRows.REFUSE), TrainingProgress.NONE, () -> false);

        List<Prompt> prompts = PromptSets.read(List.of(goals), OptionalInt.of(100), Safety.UNSAFE);
        try (LanguageModel model = LanguageModel.open(attacked)) {
            System.out.println(model.ask(prompts.get(0).text(), 24));
        }

        ReplySource replies = new ReplySource.Model(Generation.of(attacked, 24), goals.toString(), prompts);
        try (Judge judge = JudgeSpec.parse("compliance").open(Purpose.HARM, JudgeSettings.NONE)) {
            EvaluationOutcome outcome = Evaluation.of(Measure.ASR, replies, List.of(judge), out.resolve("asr"))
                    .run(EvaluationProgress.NONE);
            System.out.println(outcome.results().rate(0).value());
            return outcome;
        }
    }
}
