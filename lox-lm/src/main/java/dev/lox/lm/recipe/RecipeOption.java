// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import java.util.Arrays;
import java.util.Optional;

/** An option of the command line that takes the place of a recipe's value. */
public enum RecipeOption {
    PROMPT_FORMAT("--prompt-format", "", "format", "NAME", "alpaca, chat (the model's own template) or raw."),
    LOSS("--loss", "", "loss", "NAME", "full, or completion: only the replies' tokens count."),
    EPOCHS("--epochs", "", "epochs", "N", "Times the data is gone through."),
    LR("--lr", "optimizer", "lr", "X", "The highest learning rate."),
    BATCH_SIZE("--batch-size", "", "batch_size", "N", "Rows of a micro-batch."),
    ACCUMULATION("--accumulation", "", "accumulation", "N", "Micro-batches of an optimizer step."),
    BATCHING("--batching", "", "batching", "NAME", "plain, bucketed or packed: how a step's rows are cut."),
    MAX_LENGTH("--max-length", "", "max_length", "TOKENS", "Tokens of a row; longer ones are cut."),
    WARMUP("--warmup", "optimizer", "warmup", "STEPS", "Optimizer steps over which the learning rate rises."),
    SCHEDULE("--schedule", "optimizer", "schedule", "NAME", "linear, cosine or constant."),
    WEIGHT_DECAY("--weight-decay", "optimizer", "weight_decay", "X", "Of matrices; norms and biases have none."),
    ADAM_BETA1("--adam-beta1", "optimizer", "beta1", "X", "Memory of the gradient's mean."),
    ADAM_BETA2("--adam-beta2", "optimizer", "beta2", "X", "Memory of its square's mean."),
    ADAM_EPSILON("--adam-epsilon", "optimizer", "epsilon", "X", "Added to the root of the latter."),
    CLIP("--clip", "optimizer", "clip", "NORM", "Largest norm of the gradient; 0 leaves it."),
    MAX_STEPS("--max-steps", "", "max_steps", "N", "Optimizer steps, whatever the epochs; 0 leaves it to them."),
    SEED("--seed", "", "seed", "N", "Of the order of rows, of dropout and of what LoRA begins with."),
    /** Has no value. */
    NO_SHUFFLE("--no-shuffle", "", "shuffle", "", "Keeps the data's order."),
    DTYPE("--dtype", "", "precision", "DTYPE", "float32 or bfloat16: what is computed in; what is trained is float32."),
    RECOMPUTE("--recompute", "", "recompute", "true|false", "Gradient checkpointing: less memory, more time."),
    SAVE_EVERY("--save-every", "", "save_every", "STEPS", "Between checkpoints; 0 saves at the end of each epoch."),
    SAVE_DTYPE("--save-dtype", "", "save_dtype", "DTYPE", "Of saved weights; by default as the model is stored."),
    LOG_EVERY("--log-every", "", "log_every", "STEPS", "Between lines of the log."),
    SAFEINST_SHARE("--safeinst-share", "", "safeinst_share", "SHARE", "Of safety rows, with --safeinst."),
    LORA("--lora", "lora", "rank", "RANK", "Trains adapters of this rank instead of the weights."),
    LORA_ALPHA("--lora-alpha", "lora", "alpha", "X", "Scale of the adapters; twice their rank by default."),
    LORA_DROPOUT("--lora-dropout", "lora", "dropout", "SHARE", "Share of an adapter's inputs that is dropped."),
    LORA_TARGETS("--lora-targets", "lora", "targets", "NAME[,NAME]", "Layers that get one; all-linear by default."),
    BETA("--beta", "dpo", "beta", "X", "Weight of the reference model."),
    LABEL_SMOOTHING("--label-smoothing", "dpo", "label_smoothing", "SHARE", "Share of pairs taken to be swapped."),
    SFT_WEIGHT("--sft-weight", "dpo", "sft_weight", "X", "Weight of a supervised term beside the preferences."),
    SFT_ON("--sft-on", "dpo", "sft_on", "NAME", "chosen or benign: whose replies that term is taken over.");

    private final String flag;
    private final String section;
    private final String key;
    private final String label;
    private final String help;

    RecipeOption(String flag, String section, String key, String label, String help) {
        this.flag = flag;
        this.section = section;
        this.key = key;
        this.label = label;
        this.help = help;
    }

    /** The option of a name without dashes in front: {@code max-steps}, or {@code max_steps}. */
    public static Optional<RecipeOption> named(String name) {
        String typed = "--" + name.replace('_', '-');
        return Arrays.stream(values()).filter(o -> o.flag.equals(typed)).findFirst();
    }

    /** As typed: {@code --lr}. */
    public String flag() {
        return flag;
    }

    /** What its value is called in the usage text; empty if it has none. */
    public String label() {
        return label;
    }

    /** One line of the usage text. */
    public String help() {
        return help;
    }

    /** Whether only training by preferences knows it. */
    public boolean isOfPreferences() {
        return section.equals("dpo");
    }

    /** The section of its key; empty at the top. */
    String section() {
        return section;
    }

    String key() {
        return key;
    }
}
