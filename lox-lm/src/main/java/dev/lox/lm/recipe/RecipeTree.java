// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.checkpoint.DType;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Sft;
import dev.lox.lm.settings.Fields;
import dev.lox.lm.settings.Node;
import dev.lox.lm.settings.Node.Items;
import dev.lox.lm.settings.Node.Leaf;
import dev.lox.lm.settings.Node.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All values of a recipe by key, and their YAML form. */
final class RecipeTree {
    private final String prefix;
    private final Map<String, Node> children = new LinkedHashMap<>();

    private RecipeTree(String prefix) {
        this.prefix = prefix;
    }

    /** The keys that have an effect, in the order of the built-in files. The sections are mutable. */
    static Section of(Recipe recipe) {
        RecipeTree top = new RecipeTree("recipe: ");
        top.put("method", recipe.objective().method());
        top.put("format", Fields.name(recipe.format()));
        if (recipe.objective() instanceof Sft sft) {
            top.put("loss", Fields.name(sft.loss()));
            top.put("safeinst_share", sft.safeShare());
        }
        top.put("max_length", recipe.maxLength());
        top.put("epochs", recipe.epochs());
        top.put("max_steps", recipe.maxSteps());
        Batches batches = recipe.batches();
        top.put("batch_size", batches.size());
        top.put("accumulation", batches.accumulation());
        top.put("batching", Fields.name(batches.batching()));
        top.put("shuffle", batches.shuffle());
        top.put("seed", recipe.seed());
        top.put("precision", Fields.name(recipe.precision()));
        top.put("recompute", recipe.recompute());
        top.put("save_every", recipe.saving().every());
        top.put("save_dtype", recipe.saving().dtype().map(DType::torchName).orElse(""));
        top.put("log_every", recipe.saving().logEvery());
        top.put("optimizer", optimizer(recipe.optimizer()));
        recipe.lora().ifPresent(lora -> top.put("lora", lora(lora)));
        if (recipe.objective() instanceof Dpo dpo) top.put("dpo", dpo(dpo));
        return new Section("recipe", top.children);
    }

    private static RecipeTree optimizer(Optimizer optimizer) {
        RecipeTree tree = new RecipeTree("recipe: optimizer.");
        tree.put("lr", optimizer.lr());
        tree.put("schedule", Fields.name(optimizer.decay()));
        tree.put("warmup", optimizer.warmup());
        tree.put("clip", optimizer.clip());
        tree.put("weight_decay", optimizer.weightDecay());
        tree.put("beta1", optimizer.beta1());
        tree.put("beta2", optimizer.beta2());
        tree.put("epsilon", optimizer.epsilon());
        return tree;
    }

    private static RecipeTree lora(Lora lora) {
        RecipeTree tree = new RecipeTree("recipe: lora.");
        tree.put("rank", lora.rank());
        tree.put("alpha", lora.alpha());
        tree.put("dropout", lora.dropout());
        String where = "recipe: lora.targets";
        List<Leaf> targets =
                lora.targets().stream().map(t -> new Leaf(where, t)).toList();
        tree.children.put("targets", new Items(where, targets));
        return tree;
    }

    private static RecipeTree dpo(Dpo dpo) {
        RecipeTree tree = new RecipeTree("recipe: dpo.");
        tree.put("beta", dpo.beta());
        tree.put("label_smoothing", dpo.labelSmoothing());
        tree.put("sft_weight", dpo.sft().map(Objective.SftTerm::weight).orElse(0.0));
        dpo.sft().ifPresent(term -> tree.put("sft_on", Fields.name(term.on())));
        return tree;
    }

    private void put(String key, Object value) {
        if (value instanceof RecipeTree tree) children.put(key, new Section(prefix + key, tree.children));
        else children.put(key, new Leaf(prefix + key, text(value)));
    }

    /** YAML 1.1 readers require a sign in exponents. */
    private static String text(Object value) {
        String text = value.toString();
        return value instanceof Double ? text.replace("E-", "e-").replaceFirst("E(\\d)", "e+$1") : text;
    }

    static String yaml(Section section) {
        StringBuilder out = new StringBuilder();
        section.children().forEach((key, node) -> append(out, "", key, node));
        return out.toString();
    }

    private static void append(StringBuilder out, String indent, String key, Node node) {
        out.append(indent).append(key).append(':');
        if (node instanceof Section s) {
            out.append('\n');
            s.children().forEach((k, n) -> append(out, indent + "  ", k, n));
        } else if (node instanceof Items items) {
            // Quoted, since some readers take no and y for booleans.
            out.append(items.leaves().stream()
                    .map(l -> '"' + l.text() + '"')
                    .collect(Collectors.joining(", ", " [", "]\n")));
        } else if (node instanceof Leaf leaf) {
            out.append(' ').append(leaf.text().isEmpty() ? "\"\"" : leaf.text()).append('\n');
        }
    }
}
