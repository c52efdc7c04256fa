// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.recipe.RecipeOption;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that take the place of a recipe's values: one for each of them. */
abstract class RecipeFlags implements IModelTransformer {
    /** Those of supervised training. */
    static final class Supervised extends RecipeFlags {
        @Override
        boolean has(RecipeOption option) {
            return !option.isOfPreferences();
        }
    }

    /** Those of training by preferences. */
    static final class ByPreferences extends RecipeFlags {
        @Override
        boolean has(RecipeOption option) {
            return option != RecipeOption.LOSS && option != RecipeOption.SAFEINST_SHARE;
        }
    }

    abstract boolean has(RecipeOption option);

    @Override
    public CommandSpec transform(CommandSpec command) {
        for (RecipeOption option : RecipeOption.values()) {
            if (!has(option)) continue;
            OptionSpec.Builder spec = OptionSpec.builder(option.flag()).description(help(option));
            if (option.label().isEmpty()) spec.arity("0").type(boolean.class);
            else spec.arity("1").type(String.class).paramLabel(option.label());
            command.addOption(spec.build());
        }
        return command;
    }

    /** As the other options are described: a fragment. */
    private static String help(RecipeOption option) {
        String text = option.help();
        return Character.toLowerCase(text.charAt(0)) + text.substring(1, text.length() - 1);
    }

    /** What was typed. */
    static Map<RecipeOption, String> values(CommandSpec command) {
        Map<RecipeOption, String> values = new EnumMap<>(RecipeOption.class);
        for (RecipeOption option : RecipeOption.values()) {
            OptionSpec spec = command.findOption(option.flag());
            if (spec == null) continue;
            Object value = spec.getValue();
            if (value instanceof String text) values.put(option, text);
            else if (Boolean.TRUE.equals(value)) values.put(option, "");
        }
        return values;
    }
}
