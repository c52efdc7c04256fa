// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a study found out.
 *
 * @param study its kind: attacks, effective-rank, landscape or calibration
 * @param lox version of the program
 * @param verdict sentences; the first can stand alone
 * @param holds whether the defence did what it should; null where that is not asked or cannot be said
 * @param surface of a landscape; else null
 * @param spectrum of the alignment delta, where it was taken
 * @param settings the study's file
 * @param reproduce commands
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StudyResult(
        String study,
        String title,
        String lox,
        List<String> verdict,
        @Nullable Boolean holds,
        List<ModelAbout> models,
        List<VariantAbout> variants,
        List<AttackAbout> attacks,
        List<EvaluationAbout> evaluations,
        List<Point> points,
        List<Difference> differences,
        List<Worst> worst,
        @Nullable Surface surface,
        @Nullable DeltaSpectrum spectrum,
        List<FailedCell> failed,
        Effort effort,
        String settings,
        List<String> reproduce) {}
