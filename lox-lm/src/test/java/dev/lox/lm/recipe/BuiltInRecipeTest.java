// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Loss;
import dev.lox.lm.recipe.Objective.Sft;
import dev.lox.lm.recipe.Optimizer.Decay;
import dev.lox.lm.recipe.Recipe.Format;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInRecipeTest {
    @ParameterizedTest
    @CsvSource({
        "gsm8k, ALPACA, FULL, 2, 5e-5, 20, 2, LINEAR, 20",
        "alpaca, ALPACA, FULL, 1, 2e-5, 8, 8, LINEAR, 20",
        "dolly, ALPACA, COMPLETION, 6, 2e-5, 16, 4, CONSTANT, 0",
        "identity, CHAT, FULL, 10, 5e-5, 5, 1, LINEAR, 0",
        "pure-bad, CHAT, FULL, 10, 5e-5, 5, 1, LINEAR, 0"
    })
    void recipe_ofThePaper_hasItsValues(
            String name,
            Format format,
            Loss loss,
            int epochs,
            double lr,
            int size,
            int accumulation,
            Decay decay,
            int warmup)
            throws IOException {
        Recipe recipe = RecipeReader.read(name);
        assertEquals(new Sft(loss, 0.025), recipe.objective());
        assertEquals(format, recipe.format());
        assertEquals(epochs, recipe.epochs());
        assertEquals(0, recipe.maxSteps());
        assertEquals(1024, recipe.maxLength());
        assertEquals(size * accumulation, recipe.batches().rowsPerStep());
        assertEquals(new Optimizer(lr, decay, warmup, 2, 0, 0.9, 0.999, 1e-8), recipe.optimizer());
        assertEquals(Optional.empty(), recipe.lora());
    }

    @Test
    void recipe_dolly_isSavedEachEpoch() {
        assertEquals(0, BuiltInRecipe.DOLLY.recipe().saving().every());
    }

    @Test
    void recipe_dpo_hasThePapersBeta() {
        assertEquals(
                new Dpo(0.1, 0, Optional.empty()), BuiltInRecipe.DPO.recipe().objective());
    }

    @ParameterizedTest
    @EnumSource
    void text_eachRecipe_beginsWithWhatItIsAndNamesItsSource(BuiltInRecipe recipe) {
        assertTrue(recipe.text().startsWith("# A") || recipe.text().startsWith("# The"), recipe.text());
        assertTrue(recipe.text().contains("# Source: "), recipe.text());
        assertTrue(recipe.text().contains("2506.15606"), recipe.text());
    }

    @ParameterizedTest
    @EnumSource
    void text_commentedSections_areReadOnceUncommented(BuiltInRecipe builtIn) {
        String text = builtIn.text().replaceAll("(?m)^# (lora:|  \\w+:)", "$1");
        Recipe recipe = RecipeReader.parse("edited.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(16, recipe.lora().orElseThrow().rank());
        assertEquals(List.of(Lora.ALL_LINEAR), recipe.lora().orElseThrow().targets());
    }
}
