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

/** Options in place of a recipe's values; one that would be ignored is a complaint, since its user expects an effect. */
final class Overrides {
    private final Section root;
    private final Map<RecipeOption, String> values;
    private final List<String> complaints = new ArrayList<>();

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
            root.children().putIfAbsent("lora", new Section("--lora", new LinkedHashMap<>()));
        forgetAlpha();
        values.forEach(this::put);
        forgetReplies();
        refuseIgnored();
        return RecipeParser.parse(root, complaints);
    }

    private void put(RecipeOption option, String value) {
        String text = option == RecipeOption.NO_SHUFFLE ? "false" : value.strip();
        Optional<Section> section = option.section().isEmpty() ? Optional.of(root) : section(option.section());
        if (section.isPresent()) section.get().children().put(option.key(), new Leaf(option.flag(), text));
        else if (option.isOfPreferences()) complaints.add(option.flag() + ": has no effect with method sft");
        else complaints.add(option.flag() + ": has no effect on a whole model; pass --lora RANK with it");
    }

    /** An alpha that followed from the recipe's rank follows from the one given. */
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

    /** Whoever takes the supervised term away has no use for the recipe's word on whose replies it is about. */
    private void forgetReplies() {
        if (values.containsKey(RecipeOption.SFT_ON) || !isZero(values.getOrDefault(RecipeOption.SFT_WEIGHT, "1")))
            return;
        section("dpo").ifPresent(dpo -> dpo.children().remove("sft_on"));
    }

    private void refuseIgnored() {
        if (values.containsKey(RecipeOption.EPOCHS) && !isZero(text("max_steps")))
            complaints.add("--epochs: has no effect, the run ends after max_steps " + text("max_steps")
                    + "; pass --max-steps 0 with it");
        if (values.containsKey(RecipeOption.SEED)
                && text("shuffle").equals("false")
                && section("lora").isEmpty())
            complaints.add("--seed: has no effect, for without shuffling and LoRA nothing is left to chance");
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
