// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problem;
import dev.lox.base.Reported;

/** A tensor whose values cannot be hardened: only reading them could tell. The problem names it and the remedy. */
public final class InvalidTensorException extends RuntimeException implements Reported {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** See {@link Problem#of(String, Object...)}. */
    public InvalidTensorException(String format, Object... arguments) {
        this(Problem.of(format, arguments));
    }

    private InvalidTensorException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    @Override
    public Problem problem() {
        return problem;
    }
}
