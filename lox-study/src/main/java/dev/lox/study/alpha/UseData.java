// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.train.TrainingData;
import dev.lox.study.cells.DataFiles;
import dev.lox.study.cells.GenerationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The data that a model's utility is measured on.
 *
 * @param heldOut rows for the loss of their replies, and how they are encoded
 * @param benign prompts that it should answer
 */
public record UseData(Optional<HeldOut> heldOut, Optional<GenerationSpec> benign) {
    /** Tokens of a reply, enough to recognise a refusal. */
    private static final int TOKENS = 60;

    /** Rows with replies. */
    record HeldOut(DataFiles files, Recipe recipe) {}

    /**
     * Reads the data for a model.
     *
     * @param heldOut files of rows; may be empty
     * @param benign harmless prompts, if any
     * @param format if empty, the model's chat template, or Alpaca's format if it has none
     * @throws InvalidInputException if no row of {@code heldOut} has a reply, or the model lacks the format
     */
    public static UseData of(Path model, List<Path> heldOut, List<Prompt> benign, Optional<FormatName> format)
            throws IOException {
        Optional<HeldOut> rows =
                heldOut.isEmpty() ? Optional.empty() : Optional.of(heldOut(model, heldOut, format(model, format)));
        Optional<GenerationSpec> asked = benign.isEmpty()
                ? Optional.empty()
                : Optional.of(GenerationSpec.of(benign, Optional.of(format(model, format)), TOKENS, List.of()));
        return new UseData(rows, asked);
    }

    private static FormatName format(Path model, Optional<FormatName> asked) throws IOException {
        boolean chats = ChatTemplate.open(model).isPresent();
        if (asked.equals(Optional.of(FormatName.CHAT)) && !chats)
            throw new InvalidInputException(
                    "%s: has no chat template; pass %s or raw", model, Setting.of("prompt-format", "alpaca"));
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
        // Throws if no row of the files fits.
        TrainingData.read(model, recipe, files, List.of(), BadRows.SKIP);
        return new HeldOut(DataFiles.of(files), recipe);
    }
}
