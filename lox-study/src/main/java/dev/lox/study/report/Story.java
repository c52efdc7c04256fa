// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Picture;
import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.CalibrationFindings;
import dev.lox.study.findings.Findings;
import dev.lox.study.findings.LandscapeFindings;
import dev.lox.study.findings.RankFindings;
import dev.lox.study.findings.StudyResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a report tells of one kind of study: its verdict in words, its pictures, its own tables. */
interface Story {
    /** Sentences; the first can stand alone. */
    List<String> verdict();

    /** The main picture of an evaluation. */
    Optional<Picture> picture(Metric metric);

    /** Pictures that belong to no single evaluation. */
    List<Picture> others();

    /** CSV files of this kind alone, by name. */
    default Map<String, String> tables() {
        return Map.of();
    }

    static Story of(Outcomes outcomes) {
        StudyResult result = outcomes.result();
        return result.findings().accept(new Findings.Reader<Story>() {
            @Override
            public Story attacks(AttackFindings findings) {
                return new AttackStory(outcomes, findings);
            }

            @Override
            public Story ranks(RankFindings findings) {
                return new RankStory(outcomes, findings);
            }

            @Override
            public Story landscape(LandscapeFindings findings) {
                return new LandscapeStory(outcomes, findings);
            }

            @Override
            public Story calibration(CalibrationFindings findings) {
                return new CalibrationStory(new AttackStory(outcomes, findings.candidates()), findings);
            }
        });
    }
}
