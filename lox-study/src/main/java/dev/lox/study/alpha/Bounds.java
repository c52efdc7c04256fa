// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * By how much a model's use may be worse than the aligned model's.
 *
 * @param loss nats a token
 * @param refusals share of harmless prompts that are refused, and of those whose answer is no text
 */
public record Bounds(double loss, double refusals) {
    /** Shares are whole numbers of prompts: a bound that is met exactly must not fail by a rounding. */
    private static final double ROUNDING = 1e-9;

    public Bounds {
        if (!(loss >= 0)) throw new IllegalArgumentException("--max-loss-increase must be at least 0, got " + loss);
        if (!(refusals >= 0 && refusals <= 1))
            throw new IllegalArgumentException(
                    "--max-overrefusal-increase must be a share from 0 to 1, got " + refusals);
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
