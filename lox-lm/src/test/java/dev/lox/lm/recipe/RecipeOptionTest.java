// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Replies;
import dev.lox.lm.recipe.Objective.SftTerm;
import dev.lox.lm.recipe.Optimizer.Decay;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipeOptionTest {
    private static final Recipe SFT = BuiltInRecipe.GSM8K.recipe();
    private static final Recipe DPO = BuiltInRecipe.DPO.recipe();

    private static Map<RecipeOption, String> options(String line) {
        Map<RecipeOption, String> options = new EnumMap<>(RecipeOption.class);
        for (String word : line.split(" ")) {
            String[] parts = word.split("=", 2);
            for (RecipeOption option : RecipeOption.values())
                if (option.flag().equals(parts[0])) options.put(option, parts.length > 1 ? parts[1] : "");
        }
        assertEquals(line.split(" ").length, options.size());
        return options;
    }

    private static List<String> problems(Recipe recipe, String line) {
        return assertThrows(InvalidInputException.class, () -> recipe.with(options(line)))
                .problems();
    }

    @Test
    void with_nothing_isTheSame() {
        assertSame(SFT, SFT.with(Map.of()));
    }

    @Test
    void with_values_takesThePlaceOfTheRecipes() {
        Recipe recipe =
                SFT.with(options("--epochs=3 --lr=1e-4 --batch-size=2 --accumulation=4 --max-length=64 --warmup=0"
                        + " --schedule=cosine --clip=0 --seed=7 --lora=4 --lora-targets=q_proj,v_proj"));
        assertEquals(3, recipe.epochs());
        assertEquals(64, recipe.maxLength());
        assertEquals(new Batches(2, 4, Batching.BUCKETED, true), recipe.batches());
        assertEquals(new Optimizer(1e-4, Decay.COSINE, 0, 0, 0, 0.9, 0.999, 1e-8), recipe.optimizer());
        assertEquals(Optional.of(new Lora(4, 8, 0, List.of("q_proj", "v_proj"))), recipe.lora());
        assertEquals(7, recipe.seed());
        assertEquals(SFT.objective(), recipe.objective());
    }

    @Test
    void with_preferenceOptions_changesTheObjective() {
        Recipe recipe = DPO.with(options("--beta=0.5 --sft-weight=0.2 --sft-on=benign"));
        assertEquals(new Dpo(0.5, 0, Optional.of(new SftTerm(0.2, Replies.BENIGN))), recipe.objective());
        assertEquals(
                new Dpo(0.5, 0, Optional.empty()),
                recipe.with(options("--sft-weight=0")).objective());
    }

    @Test
    void with_wrongValues_namesTheOptionsAsTyped() {
        assertEquals(
                List.of(
                        "--epochs: expected at least 1, got 0",
                        "--lr: expected a number, got fast",
                        "--schedule: expected linear or cosine or constant, got step"),
                problems(SFT, "--lr=fast --epochs=0 --schedule=step").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void with_ignoredOptions_isRefused() {
        assertEquals(
                List.of(
                        "--lora-alpha: has no effect on a whole model; pass --lora RANK with it",
                        "--lora-targets: has no effect on a whole model; pass --lora RANK with it",
                        "--beta: has no effect with method sft",
                        "--epochs: has no effect, the run ends after max_steps 5; pass --max-steps 0 with it",
                        "--seed: has no effect, for without shuffling and LoRA nothing is left to chance"),
                problems(
                        SFT,
                        "--lora-alpha=3 --lora-targets=a --beta=1 --epochs=2 --max-steps=5 --seed=1 --no-shuffle"));
        assertEquals(List.of("--sft-on: has no effect without sft_weight"), problems(DPO, "--sft-on=benign"));
    }

    @Test
    void with_seedOfLora_isNotIgnored() {
        assertEquals(1, SFT.with(options("--seed=1 --no-shuffle --lora=2")).seed());
    }

    @Test
    void check_warmupBeyondTheRun_isRefused() {
        assertDoesNotThrow(() -> SFT.check(20));
        assertEquals(
                "recipe: optimizer.warmup, expected at most the 19 steps of this run, got 20;"
                        + " pass warmup or more epochs",
                assertThrows(InvalidInputException.class, () -> SFT.check(19)).getMessage());
    }
}
