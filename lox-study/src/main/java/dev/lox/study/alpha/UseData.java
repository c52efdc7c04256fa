// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.train.ModelText;
import dev.lox.lm.train.TrainingData;
import dev.lox.study.work.Asked;
import dev.lox.study.work.DataFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's use is told by.
 *
 * @param heldOut rows whose replies it should expect, and how they are written
 * @param benign prompts it should answer
 */
public record UseData(Optional<HeldOut> heldOut, Optional<Asked> benign) {
    /** Where a refusal shows. */
    private static final int TOKENS = 60;

    /** Rows with replies. */
    record HeldOut(DataFiles files, Recipe recipe) {}

    /**
     * Data for a model.
     *
     * @param heldOut files of rows; none if there are none
     * @param benign prompts; none if there are none
     * @param format none leaves it to the model: its own template, or Alpaca's where it has none
     * @throws BadInputException if no row of {@code heldOut} has a reply, or the model lacks the format
     */
    public static UseData of(Path model, List<Path> heldOut, List<Prompt> benign, Optional<FormatName> format)
            throws IOException {
        Optional<HeldOut> rows =
                heldOut.isEmpty() ? Optional.empty() : Optional.of(heldOut(model, heldOut, format(model, format)));
        Optional<Asked> asked = benign.isEmpty()
                ? Optional.empty()
                : Optional.of(Asked.of(benign, Optional.of(format(model, format)), TOKENS, List.of()));
        return new UseData(rows, asked);
    }

    private static FormatName format(Path model, Optional<FormatName> asked) throws IOException {
        boolean chats = ChatTemplate.open(model).isPresent();
        if (asked.equals(Optional.of(FormatName.CHAT)) && !chats)
            throw new BadInputException(model + ": has no chat template; pass --prompt-format alpaca or raw");
        return asked.orElse(chats ? FormatName.CHAT : FormatName.ALPACA);
    }

    private static HeldOut heldOut(Path model, List<Path> files, FormatName format) throws IOException {
        Recipe usual = BuiltInRecipe.ALPACA.recipe();
        int length = Math.min(usual.maxLength(), CausalLm.config(model).maxPositions());
        Map<RecipeOption, String> with = new EnumMap<>(RecipeOption.class);
        with.put(RecipeOption.LOSS, "completion");
        with.put(RecipeOption.PROMPT_FORMAT, format.name().toLowerCase(Locale.ROOT));
        with.put(RecipeOption.MAX_LENGTH, Integer.toString(length));
        Recipe recipe = usual.with(with);
        try (ModelText text = ModelText.open(model, recipe)) {
            if (TrainingData.examples(recipe, text, files, List.of(), BadRows.SKIP)
                    .rows()
                    .isEmpty())
                throw new BadInputException(
                        files.get(0) + ": no row has a reply that fits into " + length + " tokens with its prompt");
        }
        return new HeldOut(DataFiles.of(files), recipe);
    }
}
