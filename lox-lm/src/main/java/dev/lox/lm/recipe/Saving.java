// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.checkpoint.DType;
import dev.lox.lm.settings.Checks;
import java.util.Optional;

/**
 * What a run saves while it trains.
 *
 * @param every optimizer steps between checkpoints; 0 saves at the end of each epoch
 * @param dtype type of the saved weights; if empty, the model's
 * @param logEvery optimizer steps between lines of the log
 */
public record Saving(int every, Optional<DType> dtype, int logEvery) {
    public Saving {
        new Checks()
                .atLeast(0, "save_every", every)
                .require(
                        dtype.isEmpty() || dtype.get().isReal() && dtype.get().bytes() > 1,
                        "save_dtype",
                        "float32, bfloat16, float16 or float64",
                        dtype.map(DType::torchName).orElse(""))
                .atLeast(1, "log_every", logEvery)
                .done();
    }
}
