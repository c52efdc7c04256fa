// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.study.findings.AttackVerdict;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.IntervalOver;
import dev.lox.study.findings.UnkeptLimit;
import dev.lox.study.findings.UtilityLimits;
import dev.lox.study.findings.WorstCase;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttackVerdictTest {
    private static MadeUp madeUp(String... attacks) throws IOException {
        return new MadeUp(3, attacks).before("plain", 0.1, 0.0).before("LoX", 0.1, 0.0);
    }

    private static WorstCase worst(MadeUp made, String variant) throws IOException {
        return made.findings().worst().stream()
                .filter(w -> w.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lowerAfterEveryAttack_withinTheBounds_holds() throws IOException {
        MadeUp made = madeUp("A", "B")
                .found("plain", "A", 0.1, 0.9, 0.8, 0.85)
                .found("LoX", "A", 0.1, 0.1, 0.2, 0.1)
                .found("plain", "B", 0.1, 0.7, 0.7, 0.8)
                .found("LoX", "B", 0.1, 0.3, 0.2, 0.3);
        assertEquals(
                new AttackVerdict("LoX", List.of("A", "B"), List.of(), List.of(), List.of(), UtilityLimits.KEPT),
                made.verdict());
        assertEquals(Optional.of(true), made.verdict().holds());
        assertEquals(new WorstCase("LoX", "B", 0.8 / 3, List.of()), worst(made, "LoX"));
        assertEquals("A", worst(made, "plain").attack());
    }

    @Test
    void higherAfterOne_doesNotHold() throws IOException {
        MadeUp made = madeUp("A", "B")
                .found("plain", "A", 0.1, 0.9, 0.9, 0.9)
                .found("LoX", "A", 0.1, 0.1, 0.1, 0.1)
                .found("plain", "B", 0.1, 0.1, 0.1, 0.1)
                .found("LoX", "B", 0.1, 0.7, 0.7, 0.8);
        assertEquals(Optional.of(false), made.verdict().holds());
        assertEquals(List.of("A"), made.verdict().lower());
        assertEquals(List.of("B"), made.verdict().higher());
    }

    @Test
    void intervalAcrossZero_cannotBeSaid() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.1, 0.9, 0.1, 0.5).found("LoX", "A", 0.1, 0.1, 0.2, 0.4);
        assertEquals(Optional.empty(), made.verdict().holds());
        assertEquals(List.of("A"), made.verdict().unclear());
    }

    @Test
    void oneOrder_withoutOutcomesOfPrompts_hasNoInterval_andIsNotClear() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.1, 0.9).found("LoX", "A", 0.1, 0.0);
        Difference d = made.findings().difference("LoX", "A", MadeUp.HEADLINE).orElseThrow();
        assertEquals(new Difference("A", "LoX", "ASR", 1, 0.9, 0.0, -0.9, null, null, 1, IntervalOver.PROMPTS), d);
        assertEquals(Optional.empty(), made.verdict().holds());
    }

    @Test
    void attackThatFailed_isUnknown() throws IOException {
        MadeUp made = madeUp("A", "B")
                .found("plain", "A", 0.1, 0.9, 0.9, 0.9)
                .found("LoX", "A", 0.1, 0.1, 0.1, 0.1)
                .found("plain", "B", 0.1, 0.9, 0.9, 0.9);
        assertEquals(Optional.empty(), made.verdict().holds());
        assertEquals(List.of("A"), made.verdict().lower());
        assertEquals(List.of("B"), made.verdict().missing());
    }

    @Test
    void seedThatFailed_isLeftOutOfBoth() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.1, 0.9, null, 0.8).found("LoX", "A", 0.1, 0.1, 0.2, 0.1);
        Difference d = made.findings().differences().get(2);
        assertEquals(2, d.seeds());
        assertEquals(0.85, d.baseline(), 1e-12);
        assertEquals(0.1, d.value(), 1e-12);
    }

    @Test
    void boundThatIsBroken_isSaid_andDoesNotHold() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.1, 0.9, 0.9, 0.9).found("LoX", "A", 0.25, 0.1, 0.1, 0.1);
        assertEquals(Optional.empty(), made.verdict().holds());
        assertEquals(List.of("A"), made.verdict().lower());
        assertEquals(UtilityLimits.BROKEN, made.verdict().limits());
        UnkeptLimit broken = worst(made, "LoX").unkept().get(0);
        assertEquals("refusals", broken.evaluation());
        assertEquals("A", broken.attack());
        assertEquals(0.15, broken.worse(), 1e-12);
    }

    @Test
    void boundThatIsJustReached_isKept() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.2, 0.9, 0.9, 0.9).found("LoX", "A", 0.3, 0.1, 0.1, 0.1);
        assertEquals(Optional.of(true), made.verdict().holds());
    }

    @Test
    void boundThatWasNotMeasured_isNotTakenForKept() throws IOException {
        MadeUp made = madeUp("A").found("plain", "A", 0.1, 0.9, 0.9, 0.9).found("LoX", "A", null, 0.1, 0.1, 0.1);
        assertEquals(Optional.empty(), made.verdict().holds());
        assertEquals(UtilityLimits.UNMEASURED, made.verdict().limits());
        assertEquals(
                List.of(new UnkeptLimit("refusals", "A", null)),
                worst(made, "LoX").unkept());
    }

    @Test
    void nothingAtAll_saysSo() throws IOException {
        AttackVerdict verdict = new MadeUp(3, "A").verdict();
        assertEquals(Optional.empty(), verdict.holds());
        assertEquals(List.of("A"), verdict.missing());
        assertEquals(List.of(), new MadeUp(3, "A").findings().worst());
    }

    @Test
    void intervalOfShares_goesNoFurtherThanTheyCan() throws IOException {
        MadeUp made = new MadeUp(2, "A").found("plain", "A", 0.1, 1.0, 0.8).found("LoX", "A", 0.1, 0.0, 0.0);
        Difference d = made.findings().differences().get(0);
        assertEquals(-1, d.low());
        assertTrue(d.high() > 0, "two orders tell little");
    }
}
