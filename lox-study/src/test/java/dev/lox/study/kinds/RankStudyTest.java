// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.study.findings.RankFindings;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.VariantInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankStudyTest {
    @TempDir
    Path folder;

    private static double asr(StudyResult result, int point) {
        return result.findings().points().get(point).figures().get("ASR").value();
    }

    /** Of the tiny pair one direction of each matrix is enough: 100 % without any, 0 % with one, as with all. */
    @Test
    void curve_fallsFromTheBaseToTheAligned_aRankBeyondTheMatrixIsAllOfIt() throws Exception {
        TinyStudy tiny = TinyStudy.in(folder.resolve("inputs"));
        String yaml = "study: effective_rank\nbase: base\naligned: aligned\nranks: [1, 1000]\n" + TinyStudy.ASKED;
        StudyResult result = tiny.run(yaml, folder.resolve("out"), folder.resolve("cells"), new Lines());
        assertEquals(List.of(), result.run().failed());
        assertEquals(
                List.of("base", "k=1", "k=1000", "full"),
                result.findings().points().stream().map(p -> p.variant()).toList());
        assertTrue(asr(result, 0) >= 0.9);
        for (int i = 1; i < 4; i++)
            assertTrue(asr(result, i) <= 0.1, result.findings().points().get(i).toString());
        RankFindings findings = (RankFindings) result.findings();
        assertEquals(Optional.empty(), findings.holds("ASR"));
        assertEquals(1, findings.verdict("ASR").rank());
        assertEquals(List.of(), findings.verdict("ASR").missing());
        assertEquals(
                Arrays.asList(0, 1, 1000, null),
                findings.variants().stream().map(VariantInfo::rank).toList());
        List<Double> energy = findings.spectrum().energy();
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64), findings.spectrum().ranks());
        for (int i = 1; i < energy.size(); i++) assertTrue(energy.get(i) > energy.get(i - 1), energy.toString());
        assertEquals(1, energy.get(6), 1e-6);
    }
}
