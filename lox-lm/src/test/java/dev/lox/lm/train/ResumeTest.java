// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.FileTree;
import dev.lox.checkpoint.OutputFolder.IfExists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was interrupted and gone on with ends as one that was not. */
class ResumeTest {
    private static final TinyRun RUN = TinyRun.supervised("llama");

    @TempDir
    Path temp;

    private Path out;

    @BeforeEach
    void place() {
        out = temp.resolve("out");
    }

    private Map<String, String> undisturbed(TinyRun run) throws IOException {
        Path folder = temp.resolve("undisturbed");
        assertTrue(run.run(folder, IfExists.REFUSE, TinyRun.NEVER).finished());
        return TinyRun.files(folder);
    }

    /** Stops after this many steps. */
    private void begin(TinyRun run, int steps) throws IOException {
        AtomicInteger done = new AtomicInteger();
        Training.Outcome outcome = run.run(out, IfExists.REFUSE, () -> done.incrementAndGet() == steps);
        assertFalse(outcome.finished());
        assertEquals(steps, outcome.steps());
    }

    private void ends(TinyRun run, Map<String, String> expected) throws IOException {
        assertTrue(run.run(out, IfExists.RESUME, TinyRun.NEVER).finished());
        Map<String, String> files = TinyRun.files(out);
        assertEquals(expected.keySet(), files.keySet());
        expected.forEach((name, content) -> assertEquals(content, files.get(name), name));
        assertEquals(List.of(), states());
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(f -> f.endsWith("optimizer.state")).toList();
        }
    }

    static Stream<TinyRun> runs() {
        return Stream.of(
                RUN,
                RUN.lora(0.2),
                TinyRun.byPreferences("llama"),
                TinyRun.supervised("llama-linear"),
                TinyRun.supervised("qwen2"),
                TinyRun.byPreferences("gemma2").lora(0.2));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void run_interruptedAtEveryStep_endsAsAnUndisturbedOne(TinyRun run) throws IOException {
        Map<String, String> expected = undisturbed(run);
        IfExists existing = IfExists.REFUSE;
        for (int step = 1; step < 6; step++, existing = IfExists.RESUME) {
            Training.Outcome outcome = run.run(out, existing, TinyRun.AT_ONCE);
            assertFalse(outcome.finished());
            assertEquals(step, outcome.steps());
            assertEquals(Math.min(2, step), states().size());
        }
        ends(run, expected);
    }

    @Test
    void run_killedWhileItSaved_goesOnFromTheCheckpointBefore() throws IOException {
        Map<String, String> expected = undisturbed(RUN);
        begin(RUN, 2);
        for (int step : new int[] {3, 4}) {
            Path partial = Files.createDirectories(out.resolve("checkpoints/.step-" + step + ".lox-partial/result"));
            Files.writeString(partial.resolve("optimizer.state"), "half");
        }
        Files.writeString(
                out.resolve("log.jsonl"), "{\"step\":3,\"loss\":1.0}\n{\"step\":4,\"lo", StandardOpenOption.APPEND);
        ends(RUN, expected);
        try (Stream<Path> checkpoints = Files.list(out.resolve("checkpoints"))) {
            assertEquals(
                    List.of("step-2", "step-3"),
                    checkpoints.map(c -> c.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void run_killedBetweenTwoCheckpoints_goesOnFromTheNewer() throws IOException {
        Map<String, String> expected = undisturbed(RUN);
        begin(RUN, 2);
        Path old = Files.createDirectory(out.resolve("checkpoints/step-1"));
        Files.copy(out.resolve("checkpoints/step-2/optimizer.state"), old.resolve("optimizer.state"));
        assertEquals(3, RUN.run(out, IfExists.RESUME, TinyRun.AT_ONCE).steps());
        assertEquals(
                List.of("step-2", "step-3"),
                states().stream()
                        .map(f -> f.getParent().getFileName().toString())
                        .sorted()
                        .toList());
        ends(RUN, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "config.json model.safetensors", ""})
    void result_halfMovedToItsPlace_isMovedToTheEnd(String behind) throws IOException {
        Map<String, String> expected = undisturbed(RUN);
        begin(RUN, 2);
        assertTrue(RUN.run(out, IfExists.RESUME, TinyRun.NEVER).finished());
        Path ready = Files.createDirectory(out.resolve("checkpoints/final"));
        for (String name : behind.split(" ")) if (!name.isEmpty()) Files.move(out.resolve(name), ready.resolve(name));
        Files.writeString(out.resolve("checkpoints/step-3/optimizer.state"), "would be gone next");
        ends(RUN, expected);
        assertFalse(Files.exists(ready));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "recipe.yaml", "lox.json recipe.yaml"})
    void run_killedAsItBegan_isBegun(String missing) throws IOException {
        Map<String, String> expected = undisturbed(RUN);
        begin(RUN, 1);
        for (Path gone : List.of(out.resolve("checkpoints"), out.resolve("log.jsonl"), out.resolve("runs")))
            FileTree.delete(gone);
        for (String name : missing.split(" ")) if (!name.isEmpty()) Files.delete(out.resolve(name));
        ends(RUN, expected);
    }

    @Test
    void save_thatFails_leavesTheCheckpointBeforeWhole() throws IOException {
        TinyRun run = RUN.saveEvery(2);
        Map<String, String> expected = undisturbed(run);
        Path obstacle = out.resolve("checkpoints/.step-4.lox-partial");
        assertThrows(
                IOException.class,
                () -> run.run(out, IfExists.REFUSE, TinyRun.NEVER, step -> {
                    try {
                        Files.writeString(obstacle, "in the way");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        assertEquals(List.of(out.resolve("checkpoints/step-2/optimizer.state")), states());
        assertFalse(Files.exists(out.resolve("config.json")));
        Files.delete(obstacle);
        ends(run, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimizer.state", "model.safetensors", "config.json", "trainer.json"})
    void checkpoint_withAFlippedBit_isPassedOverForTheOneBefore(String name) throws IOException {
        TinyRun run = RUN.saveEvery(1);
        Map<String, String> expected = undisturbed(run);
        begin(run, 3);
        assertEquals(2, states().size(), "the one before can still be resumed from");
        Path file = out.resolve("checkpoints/step-3").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 0x10;
        Files.write(file, bytes);
        List<Path> damaged = new ArrayList<>();
        assertTrue(run.run(out, IfExists.RESUME, TinyRun.NEVER, step -> {}, damaged::add)
                .finished());
        assertEquals(List.of(out.resolve("checkpoints/step-3")), damaged);
        ends(run, expected);
    }
}
