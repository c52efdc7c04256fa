// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.study.kinds.StudyYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The fine-tunings that a study does to its models. */
final class StudyAttacks {
    @Option(
            names = "--attack",
            required = true,
            paramLabel = "RECIPE=DATA",
            description =
                    "a fine-tuning: gsm8k, alpaca, dolly, identity, pure-bad or a YAML file, and the data it learns"
                            + " from; {seed} in DATA stands for the seed; repeatable")
    List<String> attacks = new ArrayList<>();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,2,3",
            description =
                    "orders of the rows, one run of every attack on every variant each; default: ${DEFAULT-VALUE}")
    List<String> seeds = new ArrayList<>();

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description =
                    "overrides a recipe value in every attack, by its lox finetune option, such as max-steps=100; repeatable")
    List<String> with = new ArrayList<>();

    /**
     * Writes the section.
     *
     * @param along steps between models that are looked at on the way, as typed; empty for none
     */
    void write(StudyYaml yaml, String along, List<String> problems) {
        List<String[]> values = values(problems);
        Set<String> names = new HashSet<>();
        yaml.open("", "attacks");
        for (String attack : attacks) {
            int at = attack.indexOf('=');
            if (at <= 0) problems.add("--attack: expected RECIPE=DATA, got " + attack);
            // What stands in for a name that is not there keeps the rest from being passed over.
            String recipe = at <= 0 ? BuiltInRecipe.GSM8K.label() : attack.substring(0, at);
            yaml.open("--attack " + attack, name(recipe, names));
            yaml.put("--attack " + attack, "recipe", recipe);
            yaml.put("--attack " + attack, "data", attack.substring(at + 1));
            yaml.put("--seeds " + String.join(",", seeds), "seeds", seeds);
            if (!along.isEmpty()) yaml.put("--along " + along, "along", along);
            if (!values.isEmpty()) {
                yaml.open("--with", "with");
                for (String[] v : values) yaml.put("--with " + v[0] + "=" + v[1], v[0], v[1]);
                yaml.close();
            }
            yaml.close();
        }
        yaml.close();
    }

    private List<String[]> values(List<String> problems) {
        List<String[]> values = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (String typed : with) {
            int at = typed.indexOf('=');
            if (at <= 0) {
                problems.add("--with: expected KEY=VALUE, got " + typed);
                continue;
            }
            String key = typed.substring(0, at);
            String same = RecipeOption.named(key).map(RecipeOption::flag).orElse(key);
            if (keys.add(same)) values.add(new String[] {key, typed.substring(at + 1)});
            else problems.add("--with " + typed + ": " + key + " occurs twice");
        }
        return values;
    }

    /** The recipe's name, with a number from the second time on. */
    private static String name(String recipe, Set<String> taken) {
        String plain = recipe.replaceFirst("^.*[/\\\\]", "").replaceFirst("(?<=.)\\.ya?ml$", "");
        String name = plain;
        for (int i = 2; !taken.add(name); i++) name = plain + " " + i;
        return name;
    }
}
