// SPDX-License-Identifier: Apache-2.0
package dev.lox.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.eval.EvaluationOutcome;
import dev.lox.study.demo.TinyData;
import dev.lox.study.demo.TinyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of docs/library.md: its text is the one that runs, and it shows what it says. */
class LibraryExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/lox/example/HardenAttackAsk.java");
    private static final Path PAGE = Path.of("../docs/library.md");

    @TempDir
    Path temp;

    @Test
    void example_hardensAttacksAndJudgesTheTinyPair() throws Exception {
        TinyPair pair = TinyPair.unpack(temp.resolve("models"));
        Path rows = temp.resolve("rows.jsonl");
        Path goals = temp.resolve("goals.jsonl");
        TinyData.attack(rows, 1);
        TinyData.harmfulPrompts(goals);
        EvaluationOutcome outcome =
                HardenAttackAsk.run(pair.base(), pair.aligned(), pair.attack(), rows, goals, temp.resolve("out"));
        assertEquals(100, outcome.results().samples().size());
        // Without hardening it complies with all of them after this attack.
        assertTrue(outcome.results().rate(0).value().orElseThrow() < 0.2);
    }

    @Test
    void page_showsTheMethodThatRuns() throws IOException {
        String source = Files.readString(SOURCE);
        String method = source.substring(
                        source.indexOf("    public static EvaluationOutcome run("), source.lastIndexOf('}'))
                .stripTrailing()
                .stripIndent();
        String page = Files.readString(PAGE);
        assertTrue(page.contains("```java\n" + method + "\n```"), "docs/library.md shows the method as it is");
        assertTrue(method.lines().count() <= 40, "in under 40 lines");
    }
}
