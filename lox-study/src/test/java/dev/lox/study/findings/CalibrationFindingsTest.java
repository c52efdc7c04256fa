// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalibrationFindingsTest {
    private final List<VariantInfo> variants =
            new ArrayList<>(List.of(VariantInfo.of("plain", VariantKind.BASELINE, "")));
    private final List<Difference> differences = new ArrayList<>();
    private final List<WorstCase> worst = new ArrayList<>(List.of(new WorstCase("plain", "A", 0.9, List.of())));

    private void candidate(String name, VariantKind kind, double asr, boolean within, double high, int seeds) {
        variants.add(VariantInfo.of(name, kind, ""));
        double d = asr - 0.9;
        IntervalOver over = seeds > 1 ? IntervalOver.SEEDS : IntervalOver.PROMPTS;
        differences.add(new Difference("A", name, "ASR", seeds, 0.9, asr, d, 2 * d - high, high, seeds, over));
        worst.add(new WorstCase(name, "A", asr, within ? List.of() : List.of(new UnkeptLimit("accuracy", "A", 0.2))));
    }

    private Optional<String> best(String... attacks) {
        List<AttackInfo> all = new ArrayList<>();
        for (String a : attacks) all.add(new AttackInfo(a, List.of(1L), 1, ""));
        return new CalibrationFindings(new AttackFindings(variants, all, List.of(), differences, worst, null))
                .recommended("ASR")
                .map(WorstCase::variant);
    }

    @Test
    void lowestWorstCase_isTaken() {
        candidate("k=6", VariantKind.DEFENCE, 0.3, true, -0.5, 1);
        candidate("k=16", VariantKind.DEFENCE, 0.2, true, -0.6, 1);
        assertEquals(Optional.of("k=16"), best("A"));
    }

    @Test
    void candidatesBeyondTheBounds_andControls_areNotTaken() {
        candidate("k=6", VariantKind.DEFENCE, 0.3, true, -0.5, 1);
        candidate("k=16", VariantKind.DEFENCE, 0.0, false, -0.8, 1);
        candidate("random", VariantKind.CONTROL, 0.1, true, -0.7, 1);
        assertEquals(Optional.of("k=6"), best("A"));
    }

    @Test
    void nothingClear_isNone() {
        candidate("k=6", VariantKind.DEFENCE, 0.8, true, 0.01, 1);
        assertEquals(Optional.empty(), best("A"));
    }

    @Test
    void attackThatIsMissing_isNone() {
        candidate("k=6", VariantKind.DEFENCE, 0.1, true, -0.6, 1);
        assertEquals(Optional.of("k=6"), best("A"));
        assertEquals(Optional.empty(), best("A", "B"));
    }

    @Test
    void manyCandidates_needMore() {
        candidate("k=6", VariantKind.DEFENCE, 0.5, true, -0.05, 1);
        assertEquals(Optional.of("k=6"), best("A"));
        for (int i = 0; i < 9; i++) candidate("c" + i, VariantKind.DEFENCE, 0.9, true, 0.1, 1);
        assertEquals(Optional.empty(), best("A"));
    }

    @Test
    void widening_isBonferronis() {
        assertEquals(1, CalibrationFindings.widening(1, 4), 1e-12);
        // Quantiles of the normal distribution: 2.5758 and 1.9600.
        assertEquals(2.575829 / 1.959964, CalibrationFindings.widening(5, 100_000), 1e-4);
        // Of Student's t with 4 degrees of freedom: 4.6041 and 2.7764.
        assertEquals(4.604095 / 2.776445, CalibrationFindings.widening(5, 4), 1e-5);
    }

    @Test
    void fewOrders_areWidenedByStudentsT() {
        for (int i = 0; i < 4; i++) candidate("c" + i, VariantKind.DEFENCE, 0.9, true, 0.1, 5);
        // Half of the interval is 0.28: 1.31 times that would do, 1.66 times does not.
        candidate("k=6", VariantKind.DEFENCE, 0.5, true, -0.12, 5);
        assertEquals(Optional.empty(), best("A"));
        candidate("k=8", VariantKind.DEFENCE, 0.3, true, -0.3, 5);
        assertTrue(best("A").isPresent());
    }
}
