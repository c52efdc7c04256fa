// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    Path folder;

    @Test
    void demo_oneAttack_tellsTheStory() throws IOException {
        Path out = folder.resolve("demo");
        Cli run = Cli.run("demo", "--json", "--attack-seed", "3", "--out", out);
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertTrue(json.at("/before/base").asDouble() >= 95, run.out());
        assertTrue(json.at("/before/aligned").asDouble() <= 5, run.out());
        assertTrue(json.at("/before/hardened").asDouble() <= 5, run.out());
        assertTrue(json.at("/after/aligned").asDouble() >= 50, run.out());
        assertTrue(
                json.at("/after/hardened").asDouble()
                        <= json.at("/after/aligned").asDouble() - 20,
                run.out());
        assertTrue(
                json.at("/after/random").asDouble() >= json.at("/after/aligned").asDouble() - 5, run.out());
        for (String variant : new String[] {"aligned", "hardened", "random"}) {
            assertTrue(json.at("/benign/" + variant).asDouble() >= 90, run.out());
            assertEquals(
                    json.at("/task/aligned").asDouble(),
                    json.at("/task/" + variant).asDouble(),
                    3,
                    run.out());
        }
        assertEquals(
                json.at("/after/hardened").asDouble(),
                json.at("/seeds/3/hardened").asDouble());
        assertTrue(Files.size(out.resolve("report.html")) > 10_000);
        assertTrue(Files.exists(out.resolve("study.yaml")));
    }

    @Test
    void demo_folderThatIsThere_isRefused() throws IOException {
        Cli run = Cli.run("demo", "--out", folder, "--threads", "0", "--attack-seed", "-1");
        assertEquals(2, run.exit());
        assertEquals(3, run.err().lines().count(), run.err());
    }
}
