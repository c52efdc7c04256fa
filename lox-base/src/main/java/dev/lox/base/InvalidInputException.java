// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.util.List;
import java.util.stream.Collectors;

/** The caller's request or input is wrong. All problems are reported at once; nothing was written. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> details;

    public InvalidInputException(String problem) {
        this(Problem.of(problem));
    }

    /** One problem that names settings; see {@link Problem#of(String, Object...)}. */
    public InvalidInputException(String format, Object... arguments) {
        this(Problem.of(format, arguments));
    }

    public InvalidInputException(String problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    public InvalidInputException(Problem problem) {
        this(List.of(problem));
    }

    /** @param problems texts or {@link Problem}s, in the order in which they are reported */
    public InvalidInputException(List<?> problems) {
        super(problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
        this.details = problems.stream()
                .map(p -> p instanceof Problem typed ? typed : Problem.of(p.toString()))
                .toList();
    }

    /** The problems as a program reads them, one line each. */
    public List<String> problems() {
        return details.stream().map(Problem::toString).toList();
    }

    /** The problems with their settings apart from their text. */
    public List<Problem> details() {
        return details;
    }
}
