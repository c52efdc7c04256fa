// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import java.util.Arrays;
import java.util.Optional;

/** A command-line option that overrides a value of a recipe. */
public enum RecipeOption {
    PROMPT_FORMAT("--prompt-format", "", "format", "NAME", "alpaca, chat (the model's own template) or raw."),
    LOSS("--loss", "", "loss", "NAME", "full, or completion: only the replies' tokens count."),
    EPOCHS("--epochs", "", "epochs", "N", "Passes over the data."),
    LR("--lr", "optimizer", "lr", "X", "The highest learning rate."),
    BATCH_SIZE("--batch-size", "", "batch_size", "N", "Rows per micro-batch."),
    ACCUMULATION("--accumulation", "", "accumulation", "N", "Micro-batches per optimizer step."),
    BATCHING(
            "--batching",
            "",
            "batching",
            "NAME",
            "plain, bucketed or packed: how a step's rows are split into micro-batches."),
    MAX_LENGTH("--max-length", "", "max_length", "TOKENS", "Longest row in tokens; longer rows are truncated."),
    WARMUP("--warmup", "optimizer", "warmup", "STEPS", "Optimizer steps over which the learning rate rises."),
    SCHEDULE("--schedule", "optimizer", "schedule", "NAME", "linear, cosine or constant."),
    WEIGHT_DECAY(
            "--weight-decay",
            "optimizer",
            "weight_decay",
            "X",
            "Weight decay of matrices; norms and biases have none."),
    ADAM_BETA1("--adam-beta1", "optimizer", "beta1", "X", "Decay rate of the gradient's mean."),
    ADAM_BETA2("--adam-beta2", "optimizer", "beta2", "X", "Decay rate of the mean of its square."),
    ADAM_EPSILON("--adam-epsilon", "optimizer", "epsilon", "X", "Added to the denominator."),
    CLIP("--clip", "optimizer", "clip", "NORM", "Largest gradient norm; 0 disables clipping."),
    MAX_STEPS("--max-steps", "", "max_steps", "N", "Stop after N optimizer steps; 0: after the epochs."),
    SEED("--seed", "", "seed", "N", "Seed for the order of rows, dropout and LoRA's initial weights."),
    /** Takes no value. */
    NO_SHUFFLE("--no-shuffle", "", "shuffle", "", "Keeps the data's order."),
    DTYPE("--dtype", "", "precision", "DTYPE", "Type to compute in: float32 or bfloat16; trained weights are float32."),
    RECOMPUTE("--recompute", "", "recompute", "true|false", "Gradient checkpointing: less memory, more time."),
    SAVE_EVERY("--save-every", "", "save_every", "STEPS", "Steps between checkpoints; 0: at the end of each epoch."),
    SAVE_DTYPE("--save-dtype", "", "save_dtype", "DTYPE", "Type of the saved weights; default: as in the model."),
    LOG_EVERY("--log-every", "", "log_every", "STEPS", "Steps between log lines."),
    SAFEINST_SHARE("--safeinst-share", "", "safeinst_share", "SHARE", "Share of safety rows, with --safeinst."),
    LORA("--lora", "lora", "rank", "RANK", "Train LoRA adapters of this rank instead of the weights."),
    LORA_ALPHA("--lora-alpha", "lora", "alpha", "X", "Scale of the adapters; twice their rank by default."),
    LORA_DROPOUT("--lora-dropout", "lora", "dropout", "SHARE", "Share of an adapter's inputs that is dropped."),
    LORA_TARGETS(
            "--lora-targets", "lora", "targets", "NAME[,NAME]", "Layers that get an adapter; all-linear by default."),
    BETA("--beta", "dpo", "beta", "X", "Weight of the reference model."),
    LABEL_SMOOTHING(
            "--label-smoothing", "dpo", "label_smoothing", "SHARE", "Assumed share of pairs whose labels are swapped."),
    SFT_WEIGHT("--sft-weight", "dpo", "sft_weight", "X", "Weight of a supervised term beside the preferences."),
    SFT_ON("--sft-on", "dpo", "sft_on", "NAME", "Replies of the supervised term: chosen or benign.");

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

    /** The option with a name without leading dashes: {@code max-steps} or {@code max_steps}. */
    public static Optional<RecipeOption> named(String name) {
        String typed = "--" + name.replace('_', '-');
        return Arrays.stream(values()).filter(o -> o.flag.equals(typed)).findFirst();
    }

    /** As typed: {@code --lr}. */
    public String flag() {
        return flag;
    }

    /** The placeholder of its value in the usage text; empty if it takes none. */
    public String label() {
        return label;
    }

    /** One line of the usage text. */
    public String help() {
        return help;
    }

    /** Whether it applies to preference training only. */
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
