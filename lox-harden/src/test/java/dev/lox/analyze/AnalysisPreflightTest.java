// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.harden.RankChoice;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisPreflightTest {
    @TempDir
    Path dir;

    private AnalyzeRequest request(Optional<Path> finetuned, Optional<Path> out, boolean overwrite, String... exclude) {
        return new AnalyzeRequest(
                dir.resolve("base"),
                dir.resolve("aligned"),
                finetuned,
                AnalyzeRequest.DEFAULT_RANK,
                DType.BF16,
                4,
                List.of(),
                List.of(exclude).stream().map(Pattern::compile).toList(),
                1,
                out,
                overwrite);
    }

    private static List<String> problems(AnalyzeRequest request) {
        return assertThrows(InvalidInputException.class, () -> AnalysisPreflight.check(request)
                        .close())
                .problems();
    }

    private static double[][] ones(int rows, int cols) {
        return Matrices.random(rows, cols, 1, 0);
    }

    @Test
    void everyProblem_comesAtOnce() throws IOException {
        new TinyModel()
                .f32("a.weight", ones(4, 3))
                .f32("b.weight", ones(4, 3))
                .f32("gone.weight", ones(4, 3))
                .save(dir.resolve("base"));
        new TinyModel()
                .f32("a.weight", ones(5, 3))
                .f32("b.weight", ones(4, 3))
                .f32("new.weight", ones(4, 3))
                .save(dir.resolve("aligned"));
        Path finetuned = new TinyModel().f32("a.weight", ones(5, 3)).save(dir.resolve("finetuned"));
        Path out = Files.createDirectories(dir.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");
        List<String> problems = problems(request(Optional.of(finetuned), Optional.of(out), false));
        assertEquals(6, problems.size(), problems::toString);
        assertTrue(problems.get(0).endsWith("choose another out"), problems.get(0));
        assertTrue(problems.stream().anyMatch(c -> c.contains("a.weight is [4, 3], expected [5, 3]")));
        assertTrue(problems.stream().anyMatch(c -> c.contains("gone.weight is missing")));
        assertTrue(problems.stream().anyMatch(c -> c.contains("exclude '^new\\.weight$'")));
        assertTrue(problems.stream().anyMatch(c -> c.contains("finetuned: tensor b.weight is missing")));
    }

    @Test
    void everyFolderThatIsNotThere_isNamed() {
        List<String> problems = problems(request(Optional.of(dir.resolve("finetuned")), Optional.empty(), false));
        assertEquals(3, problems.size(), problems::toString);
    }

    @Test
    void nothingSelected_isAProblem() throws IOException {
        new TinyModel().f32("a.weight", ones(4, 3)).save(dir.resolve("base"));
        new TinyModel().f32("a.weight", ones(4, 3)).save(dir.resolve("aligned"));
        assertEquals(
                1,
                problems(request(Optional.empty(), Optional.empty(), false, "^a"))
                        .size());
    }

    @Test
    void overwrite_leavesOtherFilesOfTheFolderAlone() throws Exception {
        new TinyModel().f32("a.weight", ones(4, 3)).save(dir.resolve("base"));
        new TinyModel().f32("a.weight", Matrices.random(4, 3, 1, 5)).save(dir.resolve("aligned"));
        Path out = Files.createDirectories(dir.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");
        try (AnalysisPlan plan = AnalysisPreflight.check(request(Optional.empty(), Optional.of(out), true))) {
            AnalysisFolder.write(Analyzer.run(plan, (tensor, bytes, total) -> {}), out);
        }
        assertTrue(Files.exists(out.resolve("mine.txt")));
        assertTrue(Files.readString(out.resolve("spectrum.csv")).startsWith("name,index,sigma,share\na.weight,1,"));
        assertTrue(Files.size(out.resolve("metrics.json")) > 100);
    }

    @Test
    void fullRank_isRefused() {
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> new AnalyzeRequest(
                        dir,
                        dir,
                        Optional.empty(),
                        new RankChoice.Full(),
                        DType.I8,
                        0,
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty(),
                        false));
        assertEquals(4, e.problems().size());
    }
}
