// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import dev.lox.eval.judge.Judge;
import dev.lox.eval.result.Measure;
import java.io.IOException;

/** Opens judges by the names people give them. */
@FunctionalInterface
public interface JudgeSource {
    /**
     * A judge for a measure; nothing is asked yet.
     *
     * @throws dev.lox.checkpoint.BadInputException if there is none of that name, or it cannot tell the measure
     */
    Judge open(String name, Measure measure) throws IOException, InterruptedException;
}
