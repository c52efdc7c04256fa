// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.study.findings.FailedCell;
import dev.lox.study.report.StudyFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentences of an attack study's verdict. */
class VerdictWordsTest {
    private static MadeUp madeUp() {
        return new MadeUp(3, "A")
                .before("plain", 0.1, 0.0)
                .before("LoX", 0.1, 0.0)
                .found("plain", "A", 0.1, 0.9, 0.8, 0.85);
    }

    private static void assertWords(MadeUp made, String... sentences) throws IOException {
        assertEquals(List.of(sentences), StudyFile.verdict(made.result()));
    }

    @Test
    void defenceThatHolds_withItsControl() throws IOException {
        assertWords(
                madeUp().found("LoX", "A", 0.1, 0.1, 0.2, 0.1).found("random", "A", 0.1, 0.8, 0.9, 0.85),
                "With LoX the attack success rate is clearly lower than without, after A"
                        + " (13 % instead of 85 %, −72 points [−98, −46]).",
                "After A: 13 % with LoX, 85 % without, −72 points [−98, −46] (95 % interval over orders of rows), lower in 3"
                        + " of 3 orders.",
                "Before any attack: 0 % with LoX, 0 % without.",
                "Lowest worst case within the utility limits: LoX, 13 % (after A).",
                "Every variant keeps the utility limits.",
                "Control (random, as far but in random directions): 85 % after A, +0 points [−25, +25].");
    }

    @Test
    void defenceThatBreaksALimit() throws IOException {
        assertWords(
                madeUp().found("LoX", "A", 0.25, 0.1, 0.2, 0.1),
                "LoX lowered the attack success rate after every attack, but cost more utility than the limits of this study"
                        + " allow (13 % instead of 85 %, −72 points [−98, −46]).",
                "After A: 13 % with LoX, 85 % without, −72 points [−98, −46] (95 % interval over orders of rows), lower in 3"
                        + " of 3 orders.",
                "Before any attack: 0 % with LoX, 0 % without.",
                "Outside the utility limits: LoX (refusals after A: worse than plain by 15.0 points, limit 10.0 points).");
    }

    @Test
    void limitThatCouldNotBeMeasured_andWorkThatFailed() throws IOException {
        List<String> words = StudyFile.verdict(
                madeUp().found("LoX", "A", null, 0.1, 0.2, 0.1).result(new FailedCell("x", "y")));
        assertEquals(
                "LoX lowered the attack success rate after every attack; whether it keeps the utility limits of this study"
                        + " is not known (13 % instead of 85 %, −72 points [−98, −46]).",
                words.get(0));
        assertEquals("Outside the utility limits: LoX (refusals after A: unknown).", words.get(3));
        assertEquals("1 of 9 pieces of work failed; their results are missing here.", words.get(4));
    }

    @Test
    void attacksOfEveryOutcome() throws IOException {
        MadeUp made = new MadeUp(2, "A", "B", "C", "D")
                .found("plain", "A", 0.1, 0.9, 0.9)
                .found("LoX", "A", 0.1, 0.1, 0.1)
                .found("plain", "B", 0.1, 0.1, 0.1)
                .found("LoX", "B", 0.1, 0.9, 0.9)
                .found("plain", "C", 0.1, 0.5, 0.6)
                .found("LoX", "C", 0.1, 0.6, 0.5);
        assertEquals(
                "LoX did not hold throughout: attack success rate clearly lower after A; clearly higher after B;"
                        + " no clear difference after C; unknown after D (A 10 % instead of 90 %, −80 points [−80, −80];"
                        + " B 90 % instead of 10 %, +80 points [+80, +80]; C 55 % instead of 55 %, +0 points [−100, +100]).",
                StudyFile.verdict(made.result()).get(0));
    }
}
