// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Loss;
import dev.lox.lm.recipe.Objective.Replies;
import dev.lox.lm.recipe.Objective.Sft;
import dev.lox.lm.recipe.Objective.SftTerm;
import dev.lox.lm.recipe.Optimizer.Decay;
import dev.lox.lm.recipe.Recipe.Format;
import dev.lox.lm.recipe.Recipe.Precision;
import dev.lox.lm.settings.Fields;
import dev.lox.lm.settings.Node.Section;
import java.util.List;
import java.util.Optional;

/** Builds a recipe from its keys. The defaults are those of transformers' Trainer, peft and trl. */
final class RecipeParser {
    /** The share in the paper's SafeInst baseline. */
    private static final double SAFE_SHARE = 0.025;

    private enum Method {
        SFT,
        DPO
    }

    private RecipeParser() {}

    /**
     * Parses the keys of a recipe.
     *
     * @param problems problems found so far
     * @throws InvalidInputException with these and all further problems
     */
    static Recipe parse(Section root, List<String> problems) {
        Fields top = new Fields(root, "", problems);
        Optional<? extends Objective> objective = objective(top);
        Format format = top.choice("format", Format.class, null);
        int maxLength = top.integer("max_length", 1024);
        int epochs = top.integer("epochs", null);
        int maxSteps = top.integer("max_steps", 0);
        Optional<Batches> batches = batches(top);
        Optional<Optimizer> optimizer = top.section("optimizer").flatMap(RecipeParser::optimizer);
        if (!top.has("optimizer")) problems.add(root.where() + ": optimizer.lr is missing, expected a number");
        Optional<Lora> lora = top.section("lora").flatMap(RecipeParser::lora);
        Precision precision = top.choice("precision", Precision.class, Precision.FLOAT32);
        boolean recompute = top.flag("recompute", false);
        Optional<Saving> saving = saving(top);
        if (lora.isPresent() && saving.isPresent() && saving.get().dtype().isPresent())
            top.refuse("save_dtype", "has no effect with lora, whose adapters are stored in float32");
        long seed = top.wide("seed", 42);
        // Parsed even if another section is already wrong, to report all problems.
        Optional<Recipe> recipe = top.build(() -> new Recipe(
                objective.isPresent() ? objective.get() : new Sft(Loss.FULL, SAFE_SHARE),
                format,
                maxLength,
                epochs,
                maxSteps,
                batches.orElseGet(() -> new Batches(1, 1, Batching.PLAIN, true)),
                optimizer.orElseGet(() -> new Optimizer(1, Decay.LINEAR, 0, 0, 0, 0, 0, 1)),
                lora,
                precision,
                recompute,
                saving.orElseGet(() -> new Saving(0, Optional.empty(), 1)),
                seed));
        top.refuseOthers();
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return recipe.orElseThrow();
    }

    private static Optional<? extends Objective> objective(Fields top) {
        if (top.choice("method", Method.class, null) == Method.DPO) {
            top.refuse("loss", "has no effect with method dpo, which uses the replies only");
            top.refuse("safeinst_share", "has no effect with method dpo");
            Optional<Fields> section = top.section("dpo");
            // All its values have defaults.
            return section.isPresent()
                    ? section.flatMap(RecipeParser::dpo)
                    : Optional.of(new Dpo(0.1, 0, Optional.empty()));
        }
        top.refuse("dpo", "has no effect with method sft");
        Loss loss = top.choice("loss", Loss.class, null);
        double share = top.number("safeinst_share", SAFE_SHARE);
        return top.build(() -> new Sft(loss, share));
    }

    private static Optional<Dpo> dpo(Fields fields) {
        double beta = fields.number("beta", 0.1);
        double smoothing = fields.number("label_smoothing", 0.0);
        double weight = fields.number("sft_weight", 0.0);
        if (weight == 0) fields.refuse("sft_on", "has no effect without sft_weight");
        Replies on = fields.choice("sft_on", Replies.class, Replies.CHOSEN);
        fields.refuseOthers();
        Optional<SftTerm> term = weight == 0 ? Optional.empty() : fields.build(() -> new SftTerm(weight, on));
        return fields.build(() -> new Dpo(beta, smoothing, term));
    }

    private static Optional<Batches> batches(Fields top) {
        int size = top.integer("batch_size", null);
        int accumulation = top.integer("accumulation", 1);
        Batching batching = top.choice("batching", Batching.class, Batching.BUCKETED);
        boolean shuffle = top.flag("shuffle", true);
        return top.build(() -> new Batches(size, accumulation, batching, shuffle));
    }

    private static Optional<Optimizer> optimizer(Fields fields) {
        double lr = fields.number("lr", null);
        Decay decay = fields.choice("schedule", Decay.class, Decay.LINEAR);
        int warmup = fields.integer("warmup", 0);
        double clip = fields.number("clip", 1.0);
        double weightDecay = fields.number("weight_decay", 0.0);
        double beta1 = fields.number("beta1", 0.9);
        double beta2 = fields.number("beta2", 0.999);
        double epsilon = fields.number("epsilon", 1e-8);
        fields.refuseOthers();
        return fields.build(() -> new Optimizer(lr, decay, warmup, clip, weightDecay, beta1, beta2, epsilon));
    }

    private static Optional<Lora> lora(Fields fields) {
        int rank = fields.integer("rank", null);
        double alpha = fields.number("alpha", 2.0 * rank);
        double dropout = fields.number("dropout", 0.0);
        List<String> targets = fields.names("targets", List.of(Lora.ALL_LINEAR));
        fields.refuseOthers();
        return fields.build(() -> new Lora(rank, alpha, dropout, targets));
    }

    private static Optional<Saving> saving(Fields top) {
        int every = top.integer("save_every", 0);
        Optional<DType> dtype =
                top.value("save_dtype", Optional.empty(), Optional.empty(), "a type such as bfloat16", text -> {
                    Optional<DType> type = DType.parse(text);
                    return type.isPresent() || text.isEmpty() ? Optional.of(type) : Optional.empty();
                });
        int logEvery = top.integer("log_every", 1);
        return top.build(() -> new Saving(every, dtype, logEvery));
    }
}
