// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {
    @TempDir
    static Path pair;

    @TempDir
    Path folder;

    @BeforeAll
    static void plant() throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 3).write(pair);
    }

    @Test
    void json_printsOneObjectOfTheContract() throws IOException {
        Cli run = Cli.run(
                "analyze",
                "--json",
                "--base",
                pair.resolve("base"),
                "--aligned",
                pair.resolve("aligned"),
                "--finetuned",
                pair.resolve("aligned"),
                "--include",
                "layers.0",
                "--top",
                "8");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(7, json.path("tensors").size());
        for (JsonNode t : json.path("tensors")) {
            for (String field : new String[] {
                "name", "shape", "frobenius", "sigma", "stable_rank", "effective_rank", "energy", "auto_rank"
            }) assertTrue(t.has(field), field);
            assertEquals(8, t.path("sigma").size());
            assertEquals(6, t.path("auto_rank").asInt(), "six directions were planted in " + t.path("name"));
        }
        assertTrue(json.has("mean"));
        assertEquals(json.path("r_align").asDouble(), json.path("r_ft").asDouble(), 1e-6);
    }

    @Test
    void out_getsTableNumbersAndPage() throws IOException {
        Cli run = Cli.run(
                "analyze",
                "--base",
                pair.resolve("base"),
                "--aligned",
                pair.resolve("aligned"),
                "--include",
                "layers.1",
                "--out",
                folder.resolve("a"));
        assertEquals(0, run.exit(), run.err());
        for (String file : new String[] {"spectrum.csv", "metrics.json", "report.html"})
            assertTrue(Files.size(folder.resolve("a").resolve(file)) > 100, file);
    }

    @Test
    void differentModels_exitWith2() {
        Cli run = Cli.run("analyze", "--base", pair.resolve("base"), "--aligned", folder);
        assertEquals(2, run.exit());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
