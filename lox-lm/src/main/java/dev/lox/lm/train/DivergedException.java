// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.Problem;
import dev.lox.base.Reported;
import dev.lox.base.Setting;
import java.util.List;

/** The loss or gradient is not finite, so the run cannot continue. */
public final class DivergedException extends RuntimeException implements Reported {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 4;

    private final transient Problem problem;

    DivergedException(long step, String what, double rate, List<String> rows, String saved) {
        this(Problem.of(
                "step %s: the %s is not finite, at a learning rate of %s; the step's rows are %s; try a lower %s, a longer"
                        + " %s or a smaller %s; %s",
                step,
                what,
                rate,
                String.join(", ", rows.subList(0, Math.min(SHOWN, rows.size())))
                        + (rows.size() > SHOWN ? " and " + (rows.size() - SHOWN) + " more" : ""),
                Setting.of("lr"),
                Setting.of("warmup"),
                Setting.of("clip"),
                saved));
    }

    private DivergedException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    @Override
    public Problem problem() {
        return problem;
    }
}
