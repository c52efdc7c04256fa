// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Low-rank adapters (Hu et al. 2021, arXiv 2106.09685): W + (alpha / rank)·B·A, where only A and B are trained.
 *
 * @param rank rows of A
 * @param alpha scale of the product, before it is divided by the rank
 * @param dropout share of A's inputs that is dropped in training
 * @param targets last parts of the names of the adapted layers, such as {@code q_proj}, or only {@link #ALL_LINEAR}
 */
public record Lora(int rank, double alpha, double dropout, List<String> targets) {
    /** Every linear layer except the output layer, as in peft. */
    public static final String ALL_LINEAR = "all-linear";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    public Lora {
        targets = List.copyOf(targets);
        new Checks()
                .atLeast(1, "rank", rank)
                .positive("alpha", alpha)
                .below(1, "dropout", dropout)
                .require(
                        !targets.isEmpty()
                                && targets.stream()
                                        .allMatch(t -> NAME.matcher(t).matches()),
                        "targets",
                        "names of layers",
                        targets)
                .require(
                        targets.size() < 2 || !targets.contains(ALL_LINEAR),
                        "targets",
                        ALL_LINEAR + " alone or names of layers",
                        targets)
                .require(targets.stream().distinct().count() == targets.size(), "targets", "each name once", targets)
                .done();
    }
}
