// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.study.findings.StudyResult;
import dev.lox.synthetic.SelfContainedPage;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlPageTest {
    private static String page(StudyResult result) {
        Outcomes outcomes = new Outcomes(result);
        Story story = Story.of(outcomes);
        return HtmlPage.of(outcomes, story.verdict(), new Pictures(outcomes, story));
    }

    /** Each is there, behind the one before. */
    private static void inOrder(String html, String... parts) {
        int at = 0;
        for (String part : parts) {
            int next = html.indexOf(part, at);
            assertTrue(next >= 0, part + " is missing or too early");
            at = next + part.length();
        }
    }

    @Test
    void attacks_areToldFromTheVerdictDown() {
        inOrder(
                page(Fixtures.attacks()),
                "<h1>Does the defence withstand",
                "<div class=\"verdict open\"><p class=\"first\">lox k=6 lowered the attack success rate",
                "<p>After identity: ",
                "<caption>Worst case",
                "no: over-refusal after arithmetic: worse than aligned by 6.2 points, limit 5.0 points",
                "<h2>Attack success rate</h2>",
                "After harmful pairs",
                "Intervals before the attack cover the choice of prompts",
                "Attack success rate: variant less baseline",
                "orders of rows",
                "<h3>Attack success rate along the steps</h3>",
                "<h2>Attack success rate: asr (strict)</h2>",
                "<h2>Over-refusal</h2>",
                "<h2>Accuracy: arithmetic</h2>",
                "<h2>Loss: task loss</h2>",
                "<h2>What is left of the safety subspace</h2>",
                "Every figure (2430)",
                "<caption>Models",
                "LoX 0.1.0; seeds 1, 2, 3, 4, 5; 37 pieces of work in 90 min; 2 threads; Java 17.0.15;",
                "lox study run study.yaml",
                "base: models/base  # &lt;&amp;&gt;",
                "<h2>Terms</h2>");
    }

    @Test
    void defenceThatDoesNotHold_isCalledThat() {
        inOrder(
                page(Fixtures.doesNotHold()),
                "<div class=\"verdict fails\"><p class=\"first\"><strong>The defence does not hold.</strong> lox k=6 did");
        inOrder(
                page(Fixtures.tiny()),
                "<div class=\"verdict holds\"><p class=\"first\"><strong>The defence holds.</strong> With lox the attack");
        String open = page(Fixtures.attacks());
        assertFalse(open.contains("The defence holds") || open.contains("does not hold"));
    }

    @Test
    void failures_standBeforeAllFigures() {
        inOrder(
                page(Fixtures.broken()),
                "9 of 37 pieces of work failed; their results are missing here.",
                "<b>lost × attack × seed 0</b>: loss is no finite number",
                "3 more",
                "seed 8",
                "<caption>Worst case");
        assertFalse(page(Fixtures.attacks()).contains("pieces of work failed"));
    }

    @Test
    void whatWasNotMeasured_isMissingAndSaidSo() {
        String html = page(Fixtures.tiny());
        for (String absent : List.of("along the steps", "subspace</h2>", "Spectrum", "plane through", "one seed</li>"))
            assertFalse(html.contains(absent), absent);
        // A variant that could not be judged after the attack and one without any point, in the large and the small
        // chart.
        assertEquals(4, page(Fixtures.broken()).split(">missing</text>", -1).length - 1);
    }

    @Test
    void resultOfNothing_isAPageAllTheSame(@TempDir Path folder) throws Exception {
        String html = page(Fixtures.nothing());
        inOrder(html, "1 of 37 pieces of work failed", "<h2>What was run</h2>");
        assertFalse(html.contains("<figure") || html.contains("All figures"));
        assertEquals(List.of(), ReportFolder.write(Fixtures.nothing(), folder));
    }

    @Test
    void ranks_areACurveBesideWholeModels() {
        String html = page(Fixtures.ranks());
        inOrder(html, "rank k from 81.7 % to 4.2 %", "directions k of the delta that are kept", ">base</text>");
        inOrder(html, "Spectrum of the alignment delta", "mean of 210 matrices");
        assertFalse(html.contains("hollow: before"));
    }

    @Test
    void landscape_saysWhichPointsAreMissing() {
        String html = page(Fixtures.landscape());
        inOrder(html, ">aligned</text>", "Attack success rate: 1 of 49 points are missing (crosses)");
    }

    @ParameterizedTest
    @MethodSource("dev.lox.study.report.ReportFolderTest#results")
    void page_isWellFormedAndSelfContained(StudyResult result) throws Exception {
        String html = page(result);
        SelfContainedPage.parse(html);
        assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains(">null<"));
    }

    @Test
    void foreignText_isEscapedWhereverItStands() {
        String html = page(Fixtures.broken());
        assertFalse(html.contains("<img") || html.contains("onerror=\"alert"));
        assertTrue(html.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;c&#39;"));
        assertFalse(html.contains("\u0000") || html.contains("\ud800,"));
    }

    @Test
    void headings_goDownByOne() {
        for (StudyResult result : ReportFolderTest.results().toList()) {
            int level = 0;
            Matcher headings = Pattern.compile("<h([1-6])>").matcher(page(result));
            while (headings.find()) {
                int next = Integer.parseInt(headings.group(1));
                assertTrue(next <= level + 1, "h" + next + " under h" + level);
                level = next;
            }
        }
    }
}
