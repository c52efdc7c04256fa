// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A model's utility figures. A figure that was measured but is not finite is NaN, which exceeds every limit.
 *
 * @param loss mean negative log-likelihood of held-out replies, in nats per token
 * @param answers to harmless prompts
 */
public record Figures(Optional<Double> loss, Optional<Answers> answers) {
    /**
     * Outcomes on harmless prompts, as shares of all.
     *
     * @param refused by refusal rules
     * @param degenerate degenerate answers, which are not refusals
     */
    public record Answers(double refused, double degenerate) {}

    void describe(ObjectNode node) {
        loss.ifPresent(l -> node.put("loss", l));
        answers.ifPresent(a -> node.put("overrefusal", a.refused()).put("degenerate", a.degenerate()));
    }
}
