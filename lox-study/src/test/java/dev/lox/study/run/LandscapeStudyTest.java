// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.harden.Extrapolation;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.study.result.GridPoint;
import dev.lox.study.result.StudyResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandscapeStudyTest {
    @TempDir
    Path folder;

    @Test
    void plane_holdsAFigureAtEachPoint_andIsSaferTowardsTheAligned() throws Exception {
        Path inputs = folder.resolve("inputs");
        TinyStudy tiny = TinyStudy.in(inputs);
        HardenRequest third = HardenRequest.of(
                        inputs.resolve("base"), inputs.resolve("aligned"), inputs.resolve("third"))
                .with(Extrapolation.DEFAULT.atRandom(1));
        try (HardenPlan plan = Preflight.check(third)) {
            Hardener.run(plan, (tensor, bytes, total) -> {});
        }
        String yaml = "study: landscape\nmodels: {base: base, aligned: aligned, third: third}\ngrid: 3\n"
                + TinyStudy.ASKED.lines().limit(2).reduce("", (a, b) -> a + b + "\n");
        Lines lines = new Lines();
        StudyResult result = tiny.run(yaml, folder.resolve("out"), folder.resolve("cells"), lines);
        assertEquals(List.of(), result.failed());
        assertEquals(18, lines.done.size(), "replies and verdicts of nine points");
        List<GridPoint> points = result.surface().points();
        assertEquals(9, points.size());
        for (int i = 0; i < 9; i++) {
            assertEquals(result.surface().xs().get(i % 3), points.get(i).x());
            assertEquals(result.surface().ys().get(i / 3), points.get(i).y());
            assertEquals(16, points.get(i).figures().get("ASR").judged());
        }
        assertEquals(
                List.of("base", "aligned", "third"),
                result.surface().marks().stream().map(m -> m.name()).toList());
        assertTrue(result.verdict().get(0).startsWith("Of 9 points of the plane through base, aligned, third, "));
        assertEquals(result, tiny.run(yaml, folder.resolve("out"), folder.resolve("cells"), lines));
        assertEquals(18, lines.done.size());
    }
}
