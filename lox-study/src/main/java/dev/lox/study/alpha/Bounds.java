// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;

/**
 * Utility limits: how much worse than the aligned model a model may be.
 *
 * @param loss in nats per token
 * @param refusals share of harmless prompts, for refusals and for degenerate answers alike
 */
public record Bounds(double loss, double refusals) {
    /** Tolerance, so that rounding does not fail a limit that is met exactly. */
    private static final double ROUNDING = 1e-9;

    public Bounds {
        if (!(loss >= 0))
            throw new InvalidInputException("%s must be at least 0, got %s", Setting.of("max-loss-increase"), loss);
        if (!(refusals >= 0 && refusals <= 1))
            throw new InvalidInputException(
                    "%s must be a share from 0 to 1, got %s", Setting.of("max-overrefusal-increase"), refusals);
    }

    boolean allow(Figures aligned, Figures pushed) {
        boolean expects = aligned.loss().isEmpty()
                || pushed.loss().orElse(Double.NaN) - aligned.loss().get() <= loss + ROUNDING;
        boolean answers = aligned.answers().isEmpty()
                || pushed.answers().isPresent()
                        && allow(aligned.answers().get(), pushed.answers().get());
        return expects && answers;
    }

    private boolean allow(Figures.Answers aligned, Figures.Answers pushed) {
        return pushed.refused() - aligned.refused() <= refusals + ROUNDING
                && pushed.degenerate() - aligned.degenerate() <= refusals + ROUNDING;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("max_loss_increase", loss)
                .put("max_overrefusal_increase", refusals);
    }
}
