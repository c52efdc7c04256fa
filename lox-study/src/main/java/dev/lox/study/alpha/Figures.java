// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What tells of a model's use. A figure that was looked for and is no number is NaN, which no bound allows.
 *
 * @param loss mean negative log-likelihood of held-out replies, nats a token
 * @param answers to harmless prompts
 */
public record Figures(Optional<Double> loss, Optional<Answers> answers) {
    /**
     * Answers to harmless prompts, as shares of all.
     *
     * @param refused by refusal rules
     * @param degenerate no text at all: what has fallen apart refuses nothing
     */
    public record Answers(double refused, double degenerate) {}

    void describe(ObjectNode node) {
        loss.ifPresent(l -> node.put("loss", l));
        answers.ifPresent(a -> node.put("overrefusal", a.refused()).put("degenerate", a.degenerate()));
    }
}
