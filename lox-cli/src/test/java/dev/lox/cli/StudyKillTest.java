// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A study in a process of its own that is killed without being asked. */
@Tag("soak")
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StudyKillTest {
    private static final int KILLS = 10;

    @TempDir
    Path folder;

    private Process process(Path yaml, Path out) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lox.class.getName(), "study", "run"));
        command.addAll(List.of(yaml.toString(), "--out", out.toString(), "--cells", out + "-cells"));
        command.addAll(List.of("--threads", "1", "--resume"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private ObjectNode result(Path yaml, Path out) throws IOException, InterruptedException {
        int exit = process(yaml, out).waitFor();
        assertEquals(0, exit, Files.readString(folder.resolve("output.txt")));
        ObjectNode json = (ObjectNode)
                new ObjectMapper().readTree(out.resolve("study.json").toFile());
        ((ObjectNode) json.path("effort")).remove("seconds");
        json.remove(List.of("out", "reproduce"));
        return json;
    }

    @Test
    void studyKilledTenTimes_findsWhatAnUndisturbedOneFinds() throws IOException, InterruptedException {
        Path yaml = TinyStudyFiles.in(folder.resolve("pair"), 30).yaml();
        long begun = System.nanoTime();
        ObjectNode whole = result(yaml, folder.resolve("undisturbed"));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        Path out = folder.resolve("out");
        Random chance = new Random(1);
        int kills = 0;
        while (kills < KILLS) {
            Process process = process(yaml, out);
            if (process.waitFor((long) (millis * (0.1 + 0.5 * chance.nextDouble())), TimeUnit.MILLISECONDS)) {
                // It came to its end: the next one begins at its beginning.
                assertEquals(whole, result(yaml, out));
                out = folder.resolve("out" + kills);
                continue;
            }
            process.destroyForcibly().waitFor();
            kills++;
        }
        assertTrue(Files.exists(out));
        assertEquals(whole, result(yaml, out));
    }
}
