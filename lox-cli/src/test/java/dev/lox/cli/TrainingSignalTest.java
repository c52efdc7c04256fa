// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own that is told to end, or is not asked. */
@Tag("soak")
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TrainingSignalTest {
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    private Path model;
    private Path data;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        model = FinetuneCommandTest.tinyModel(folder);
        data = FinetuneCommandTest.examples(folder.resolve("rows.jsonl"), 20);
        out = folder.resolve("out");
    }

    private List<String> arguments(Path to, Object... more) {
        List<String> all = new ArrayList<>(List.of("finetune", "--recipe", "alpaca", "--model", model.toString()));
        all.addAll(List.of("--data", data.toString(), "--out", to.toString(), "--max-steps", "" + STEPS));
        all.addAll(List.of("--lr", "1e-3", "--save-every", "4", "--lora", "2", "--lora-dropout", "0.1"));
        FinetuneCommandTest.SHORT.forEach(o -> all.add(o.toString()));
        for (Object o : more) all.add(o.toString());
        return all;
    }

    /** Runs until so many lines of the log are there. */
    private Process started(int lines) throws IOException, InterruptedException {
        Process process = process(arguments(out));
        while (process.isAlive() && logged() < lines) Thread.sleep(5);
        assertTrue(process.isAlive(), said());
        return process;
    }

    private Process process(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lox.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    private long logged() throws IOException {
        Path log = out.resolve("log.jsonl");
        return Files.exists(log) ? Files.readString(log).lines().count() : 0;
    }

    private int endedBy(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
        return process.waitFor();
    }

    private void goesOn() throws IOException, InterruptedException {
        // Processes of their own too: what else a machine computes in one may have set BLAS to other threads.
        assertEquals(0, process(arguments(out, "--resume")).waitFor(), said());
        Path whole = folder.resolve("undisturbed");
        assertEquals(0, process(arguments(whole)).waitFor(), said());
        for (String name : List.of("adapter_model.safetensors", "adapter_config.json", "recipe.yaml"))
            assertEquals(-1, Files.mismatch(whole.resolve(name), out.resolve(name)), name);
        assertEquals(log(whole), log(out));
    }

    private static List<String> log(Path run) throws IOException {
        return Files.readAllLines(run.resolve("log.jsonl")).stream()
                .map(l -> l.replaceAll("\"(tokens_per_second|seconds)\":[^,}]*", ""))
                .toList();
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> all = Files.list(out.resolve("checkpoints"))) {
            return all.filter(c -> Files.exists(c.resolve("optimizer.state")))
                    .map(c -> c.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void run_toldToEnd_savesItsStepAndGoesOnToTheSameBytes() throws IOException, InterruptedException {
        Process process = started(2);
        assertNotEquals(0, endedBy(process, "TERM"));
        String said = said();
        assertTrue(said.contains("stopped after step " + logged() + ", which is saved; rerun with --resume"), said);
        assertTrue(checkpoints().contains("step-" + logged()), checkpoints().toString());
        assertFalse(Files.exists(out.resolve("adapter_config.json")));
        goesOn();
    }

    @Test
    void run_killed_goesOnFromItsLastCheckpoint() throws IOException, InterruptedException {
        Process process = started(6);
        assertNotEquals(0, endedBy(process, "KILL"));
        assertFalse(Files.exists(out.resolve("adapter_config.json")));
        assertFalse(checkpoints().isEmpty());
        goesOn();
    }
}
