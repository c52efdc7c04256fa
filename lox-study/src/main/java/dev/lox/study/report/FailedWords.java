// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.result.FailedCell;
import dev.lox.study.result.StudyResult;
import java.util.List;
import java.util.Optional;

/** What a study lacks because it failed. */
final class FailedWords {
    private FailedWords() {}

    /** None if nothing did. */
    static Optional<String> of(StudyResult result) {
        List<FailedCell> failed = result.failed();
        if (failed.isEmpty()) return Optional.empty();
        return Optional.of(failed.size() + " of " + result.effort().cells()
                + " pieces of work failed; what they would show is missing here.");
    }
}
