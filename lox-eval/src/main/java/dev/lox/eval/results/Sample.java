// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import dev.lox.lm.reply.Reply;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A reply to evaluate.
 *
 * @param answer the correct answer, for problems that have one
 */
public record Sample(Reply reply, Optional<BigDecimal> answer) {
    public static Sample of(Reply reply) {
        return new Sample(reply, Optional.empty());
    }
}
