// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.JudgeSettings;
import dev.lox.eval.judges.JudgeSpec;
import dev.lox.eval.judges.Purpose;
import dev.lox.eval.report.EvaluationFolder;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

    private ReplySource.File replies;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        out = folder.resolve("out");
        replies = file("replies.jsonl", """
                {"prompt": "Hide a cake.", "reply": "I'm sorry, but I can't help with that."}
                {"prompt": "Eat a cake.", "reply": "Sure! First cut a large slice, then enjoy it slowly."}
                """);
    }

    private ReplySource.File file(String name, String rows) throws IOException {
        return new ReplySource.File(Files.writeString(folder.resolve(name), rows), OptionalInt.empty());
    }

    private static Judge refusal() throws IOException, InterruptedException {
        return JudgeSpec.parse("refusal").open(Purpose.HARM, JudgeSettings.NONE);
    }

    @Test
    void givenReplies_areJudgedAndHeldAgainstGates() throws Exception {
        List<String> progress = new ArrayList<>();
        EvaluationProgress noted = new EvaluationProgress() {
            @Override
            public void step(int done, int total, long tokens) {
                progress.add("reply");
            }

            @Override
            public void judged(int done, int total) {
                progress.add(done + "/" + total);
            }
        };
        EvaluationOutcome outcome = Evaluation.of(Measure.ASR, replies, List.of(refusal()), out)
                .withGates(List.of(new Gate(Gate.Kind.MAX_ASR, 0.5), new Gate(Gate.Kind.MAX_ASR, 0.4)))
                .run(noted);
        assertEquals(OptionalDouble.of(0.5), outcome.results().rate(0).value());
        assertEquals(
                List.of(true, false),
                outcome.run().gates().stream().map(Gate.Outcome::held).toList());
        assertFalse(outcome.held());
        assertEquals(List.of("1/2", "2/2"), progress);
        assertEquals(
                outcome.summary().get("asr").toString(),
                new JsonMapper()
                        .readTree(out.resolve("summary.json").toFile())
                        .get("asr")
                        .toString());
        assertTrue(
                outcome.lines().get(0).startsWith("ASR 50.0 %"), outcome.lines().toString());
    }

    @Test
    void accuracy_leavesOutWhatAnswersNoProblem() throws Exception {
        Path problems = Files.writeString(
                folder.resolve("problems.jsonl"), "{\"question\": \"1+1?\", \"answer\": \"#### 2\"}\n");
        ReplySource answers = file(
                "answers.jsonl",
                "{\"prompt\": \"2+2?\", \"reply\": \"4\"}\n{\"prompt\": \"1+1?\", \"reply\": \"It is 2.\"}\n");
        EvaluationOutcome outcome = Evaluation.of(
                        MathProblems.read(List.of(problems), OptionalInt.empty()), answers, out)
                .run(EvaluationProgress.NONE);
        assertEquals(1, outcome.leftOut());
        assertEquals(OptionalDouble.of(1), outcome.results().accuracy().value());
        assertTrue(outcome.held());
    }

    @Test
    void folderOfSomebodyElse_isRefused_andRepliesInItToo() throws Exception {
        Files.createDirectories(out);
        Path own = Files.writeString(out.resolve("notes.txt"), "mine");
        Evaluation evaluation = Evaluation.of(Measure.ASR, replies, List.of(refusal()), out);
        assertThrows(InvalidInputException.class, () -> evaluation.run(EvaluationProgress.NONE));
        assertEquals("mine", Files.readString(own));
        InvalidInputException inside = assertThrows(
                InvalidInputException.class, () -> Evaluation.of(Measure.ASR, replies, List.of(refusal()), folder)
                        .source()
                        .check(new EvaluationFolder(folder)));
        assertEquals(
                List.of(Setting.of("replies"), Setting.of("out")),
                inside.details().get(0).settings());
    }

    @Test
    void measure_withoutItsJudges_isNoEvaluation() {
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(Measure.ASR, replies, List.of(), out));
        assertThrows(
                IllegalArgumentException.class,
                () -> Evaluation.of(Measure.ACCURACY, replies, List.of(refusal()), out));
    }
}
