// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.recipe.RecipeReader;
import dev.lox.lm.settings.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code attacks} of a study. */
final class AttackReader {
    private AttackReader() {}

    static List<AttackPlan> read(Fields top, List<String> problems) throws IOException {
        List<AttackPlan> attacks = new ArrayList<>();
        int before = problems.size();
        Optional<Fields> section = top.section("attacks");
        if (section.isPresent())
            for (Map.Entry<String, Fields> a : section.get().sections().entrySet())
                attack(a.getKey(), a.getValue(), problems).ifPresent(attacks::add);
        if (attacks.isEmpty() && problems.size() == before)
            problems.add(top.where() + ": attacks is missing, expected one or more by name");
        return attacks;
    }

    private static Optional<AttackPlan> attack(String name, Fields fields, List<String> problems) throws IOException {
        String recipeName = fields.text("recipe", BuiltInRecipe.GSM8K.label());
        String data = fields.text("data", null);
        List<Long> seeds = seeds(fields);
        int along = fields.integer("along", 0);
        if (along < 0) fields.refuse("along", "expected a number of steps, or 0 for none, got " + along);
        Map<RecipeOption, String> with = new EnumMap<>(RecipeOption.class);
        fields.section("with").ifPresent(options -> options(options, with));
        fields.refuseOthers();
        try {
            if (along > 0) with.put(RecipeOption.SAVE_EVERY, Integer.toString(along));
            Recipe recipe = RecipeReader.read(recipeName).with(with);
            if (recipe.objective() instanceof Objective.Dpo)
                problems.add(fields.where() + ": an attack is a supervised fine-tuning, " + recipeName + " is not");
            if (recipe.lora().isPresent())
                problems.add(fields.where() + ": recipes with lora leave an adapter, which studies cannot"
                        + " evaluate yet; leave out lora");
            AttackPlan plan = new AttackPlan(name, recipeName, recipe, data, seeds, Math.max(0, along));
            if (seeds.size() > 1 && !plan.isSeeded())
                fields.refuse(
                        "seeds", "make no difference: the recipe keeps the order of rows, and data has no {seed}");
            return Optional.of(plan);
        } catch (InvalidInputException e) {
            e.problems().forEach(c -> problems.add(fields.where() + ": " + c));
            return Optional.empty();
        }
    }

    private static List<Long> seeds(Fields fields) {
        List<Long> seeds = new ArrayList<>();
        if (fields.names("seeds", List.of("1")).isEmpty()) fields.refuse("seeds", "expected one or more, got none");
        for (String text : fields.names("seeds", List.of("1"))) {
            boolean known = text.matches("\\d{1,18}") && !seeds.contains(Long.valueOf(text));
            if (known) seeds.add(Long.valueOf(text));
            else fields.refuse("seeds", "expected different whole numbers, got " + ForeignText.printable(text));
        }
        return seeds;
    }

    /** A recipe's options, by their command-line names. */
    private static void options(Fields fields, Map<RecipeOption, String> with) {
        fields.texts().forEach((key, text) -> {
            Optional<RecipeOption> option = RecipeOption.named(key);
            if (option.isEmpty()) fields.refuse(key, "is no option of a recipe");
            else if (option.get() == RecipeOption.SEED || option.get() == RecipeOption.SAVE_EVERY)
                fields.refuse(key, "follows from the attack's seeds or along");
            else if (option.get() != RecipeOption.NO_SHUFFLE) with.put(option.get(), text);
            else if (text.equals("true")) with.put(option.get(), "");
            else if (!text.equals("false"))
                fields.refuse(key, "expected true or false, got " + ForeignText.printable(text));
        });
    }
}
