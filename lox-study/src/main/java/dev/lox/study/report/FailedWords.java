// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.StudyResult;
import java.util.List;
import java.util.Optional;

/** What a study lacks because it failed. */
final class FailedWords {
    private FailedWords() {}

    /** None if nothing did. */
    static Optional<String> of(StudyResult result) {
        List<FailedCell> failed = result.run().failed();
        if (failed.isEmpty()) return Optional.empty();
        return Optional.of(failed.size() + " of " + result.run().effort().cells()
                + " pieces of work failed; their results are missing here.");
    }
}
