// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.List;

/** A loss or a gradient that is no finite number: the run cannot go on. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 4;

    DivergedException(long step, String what, double rate, List<String> rows, String saved) {
        super("step " + step + ": the " + what + " is not finite, at a learning rate of " + rate
                + "; the step's rows are "
                + String.join(", ", rows.subList(0, Math.min(SHOWN, rows.size())))
                + (rows.size() > SHOWN ? " and " + (rows.size() - SHOWN) + " more" : "")
                + "; try a lower --lr, a longer --warmup or a smaller --clip; " + saved);
    }
}
