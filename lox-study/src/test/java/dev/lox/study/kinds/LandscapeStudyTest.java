// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.harden.EditPlan;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.RandomControl;
import dev.lox.harden.Role;
import dev.lox.harden.WeightEdit;
import dev.lox.study.findings.GridPoint;
import dev.lox.study.findings.LandscapeFindings;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.Surface;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandscapeStudyTest {
    @TempDir
    Path folder;

    @Test
    void plane_holdsAFigureAtEachPoint_andIsSaferTowardsTheAligned() throws Exception {
        Path inputs = folder.resolve("inputs");
        TinyStudy tiny = TinyStudy.in(inputs);
        EditRequest third = EditRequest.of(
                Map.of(Role.BASE, inputs.resolve("base"), Role.ALIGNED, inputs.resolve("aligned")),
                new RandomControl(Extrapolation.DEFAULT, 1),
                inputs.resolve("third"));
        try (EditPlan plan = WeightEdit.plan(third)) {
            plan.run((tensor, bytes, total) -> {});
        }
        String yaml = "study: landscape\nmodels: {base: base, aligned: aligned, third: third}\ngrid: 3\n"
                + TinyStudy.ASKED.lines().limit(2).reduce("", (a, b) -> a + b + "\n");
        Lines lines = new Lines();
        StudyResult result = tiny.run(yaml, folder.resolve("out"), folder.resolve("cells"), lines);
        assertEquals(List.of(), result.run().failed());
        assertEquals(18, lines.done.size(), "replies and verdicts of nine points");
        LandscapeFindings findings = (LandscapeFindings) result.findings();
        Surface surface = findings.surface();
        List<GridPoint> points = surface.points();
        assertEquals(9, points.size());
        for (int i = 0; i < 9; i++) {
            assertEquals(surface.xs().get(i % 3), points.get(i).x());
            assertEquals(surface.ys().get(i / 3), points.get(i).y());
            assertEquals(16, points.get(i).figures().get("ASR").judged());
        }
        assertEquals(
                List.of("base", "aligned", "third"),
                surface.marks().stream().map(m -> m.name()).toList());
        assertEquals(9, findings.verdict("ASR").points());
        assertEquals(result, tiny.run(yaml, folder.resolve("out"), folder.resolve("cells"), lines));
        assertEquals(18, lines.done.size());
    }
}
