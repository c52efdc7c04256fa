// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problem;
import dev.lox.base.Reported;
import dev.lox.base.Setting;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The disk has no room for the result; the target is not there. */
final class NotEnoughSpaceException extends IOException implements Reported {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private NotEnoughSpaceException(Problem problem, @Nullable IOException cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    @Override
    public Problem problem() {
        return problem;
    }

    /** Seen before anything was written. */
    static NotEnoughSpaceException ahead(Path out, long free, long needed) {
        return new NotEnoughSpaceException(
                Problem.of(
                        "%s: the disk has %s free, the result needs %s; free some or choose another %s",
                        out, megabytes(free), megabytes(needed), Setting.of("out")),
                null);
    }

    /** Met while writing. */
    static NotEnoughSpaceException onTheWay(Path out, long bytes, IOException cause) {
        return new NotEnoughSpaceException(
                Problem.of(
                        "%s: the disk is full, the result needs %s in all; free some and pass %s, which keeps the"
                                + " tensors that are finished",
                        out, megabytes(bytes), Setting.of("resume")),
                cause);
    }

    private static String megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000 + " MB";
    }
}
