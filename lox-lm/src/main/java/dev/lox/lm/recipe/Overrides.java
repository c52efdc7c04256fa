// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Fields;
import dev.lox.lm.settings.Node.Leaf;
import dev.lox.lm.settings.Node.Section;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies options on top of a recipe. An option that would be ignored is an error, since its user expects an effect. */
final class Overrides {
    private final Section root;
    private final Map<RecipeOption, String> values;
    private final List<String> problems = new ArrayList<>();

    private Overrides(Section root, Map<RecipeOption, String> values) {
        this.root = root;
        this.values = values;
    }

    static Recipe apply(Recipe recipe, Map<RecipeOption, String> values) {
        if (values.isEmpty()) return recipe;
        return new Overrides(RecipeTree.of(recipe), new EnumMap<>(values)).apply();
    }

    private Recipe apply() {
        if (values.containsKey(RecipeOption.LORA))
            root.children().putIfAbsent("lora", new Section(RecipeOption.LORA.flag(), new LinkedHashMap<>()));
        forgetAlpha();
        values.forEach(this::put);
        forgetReplies();
        refuseIgnored();
        return RecipeParser.parse(root, problems);
    }

    private void put(RecipeOption option, String value) {
        String text = option == RecipeOption.NO_SHUFFLE ? "false" : value.strip();
        Optional<Section> section = option.section().isEmpty() ? Optional.of(root) : section(option.section());
        if (section.isPresent()) section.get().children().put(option.key(), new Leaf(option.flag(), text));
        else if (option.isOfPreferences()) problems.add(option.flag() + ": has no effect with method sft");
        else
            problems.add(option.flag() + ": has no effect on a whole model; pass " + RecipeOption.LORA.flag()
                    + " RANK with it");
    }

    /** If the recipe's alpha was derived from its rank, derives it from the given rank. */
    private void forgetAlpha() {
        if (!values.containsKey(RecipeOption.LORA)) return;
        section("lora").ifPresent(lora -> {
            Optional<Double> rank = number(lora, "rank");
            Optional<Double> alpha = number(lora, "alpha");
            if (rank.isPresent() && alpha.isPresent() && alpha.get() == 2 * rank.get())
                lora.children().remove("alpha");
        });
    }

    private static Optional<Double> number(Section section, String key) {
        return section.children().get(key) instanceof Leaf leaf ? Fields.parseNumber(leaf.text()) : Optional.empty();
    }

    /** If an option removes the supervised term, the recipe's choice of its replies goes with it. */
    private void forgetReplies() {
        if (values.containsKey(RecipeOption.SFT_ON) || !isZero(values.getOrDefault(RecipeOption.SFT_WEIGHT, "1")))
            return;
        section("dpo").ifPresent(dpo -> dpo.children().remove("sft_on"));
    }

    private void refuseIgnored() {
        if (values.containsKey(RecipeOption.EPOCHS) && !isZero(text("max_steps")))
            problems.add(RecipeOption.EPOCHS.flag() + ": has no effect, the run ends after max_steps "
                    + text("max_steps") + "; pass " + RecipeOption.MAX_STEPS.flag() + " 0 with it");
        if (values.containsKey(RecipeOption.SEED)
                && text("shuffle").equals("false")
                && section("lora").isEmpty())
            problems.add(RecipeOption.SEED.flag()
                    + ": has no effect, for without shuffling and LoRA nothing is left to chance");
    }

    private Optional<Section> section(String key) {
        return root.children().get(key) instanceof Section s ? Optional.of(s) : Optional.empty();
    }

    private String text(String key) {
        return root.children().get(key) instanceof Leaf leaf ? leaf.text() : "";
    }

    private static boolean isZero(String text) {
        return Fields.parseNumber(text.strip()).filter(x -> x == 0).isPresent();
    }
}
