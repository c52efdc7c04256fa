// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.eval.judges.Judge;
import dev.lox.eval.results.Measure;
import java.io.IOException;

/** Opens judges by name. */
@FunctionalInterface
public interface JudgeSource {
    /**
     * Opens a judge for a measure; sends no request yet.
     *
     * @throws dev.lox.base.InvalidInputException if there is no such judge, or it does not support the measure
     */
    Judge open(String name, Measure measure) throws IOException, InterruptedException;
}
