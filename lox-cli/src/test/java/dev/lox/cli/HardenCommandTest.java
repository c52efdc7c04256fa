// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

class HardenCommandTest {
    @TempDir
    static Path pair;

    @TempDir
    Path folder;

    @BeforeAll
    static void plant() throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 3).write(pair);
    }

    private Cli harden(Object... more) {
        Object[] args = new Object[more.length + 7];
        System.arraycopy(
                new Object[] {
                    "harden",
                    "--base",
                    pair.resolve("base"),
                    "--aligned",
                    pair.resolve("aligned"),
                    "--out",
                    folder.resolve("out")
                },
                0,
                args,
                0,
                7);
        System.arraycopy(more, 0, args, 7, more.length);
        return Cli.run(args);
    }

    @Test
    void json_printsOneObjectOfTheContract() throws IOException {
        Cli run = harden("--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        for (String field :
                new String[] {"out", "rank", "alpha", "tensors", "hardened", "copied", "bytes", "seconds", "peak_bytes"
                }) assertTrue(json.has(field), field);
        assertEquals(6, json.path("rank").intValue());
        assertEquals(16, json.path("hardened").intValue());
        assertEquals(5, json.path("copied").intValue());
        assertEquals(
                Files.size(folder.resolve("out/model.safetensors")),
                json.path("bytes").longValue());
    }

    @Test
    void random_isSaidWithItsSeed_inAllThatTellsOfTheResult() throws IOException {
        Cli run = harden("--json", "--method", "random", "--seed", "7");
        assertEquals(0, run.exit(), run.err());
        ObjectMapper mapper = new ObjectMapper();
        JsonNode options =
                mapper.readTree(folder.resolve("out/lox.json").toFile()).path("options");
        for (JsonNode json : new JsonNode[] {mapper.readTree(run.out()), options}) {
            assertEquals("random", json.path("method").textValue());
            assertEquals(7, json.path("seed").intValue());
        }
        assertTrue(Files.readString(folder.resolve("out/README.md")).contains("random directions (seed 7)"));
    }

    @Test
    void seedWithoutChance_randomWithoutRank_areRefused() {
        for (Cli run : new Cli[] {harden("--seed", "1"), harden("--method", "random", "--rank", "full")}) {
            assertEquals(2, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }

    @Test
    void weightedDirections_areRecorded_andTheSameByAnyNumberOfThreads() throws IOException {
        Path one = folder.resolve("out/model.safetensors");
        assertEquals(
                0,
                harden("--rank", "entropy:0.7", "--weights", "linear:2", "--threads", "1")
                        .exit());
        byte[] bytes = Files.readAllBytes(one);
        Cli two = harden("--rank", "entropy:0.7", "--weights", "linear:2", "--threads", "2", "--overwrite");
        assertEquals(0, two.exit(), two.err());
        assertArrayEquals(bytes, Files.readAllBytes(one));
        JsonNode options = new ObjectMapper()
                .readTree(folder.resolve("out/lox.json").toFile())
                .path("options");
        assertEquals("entropy:0.7", options.path("rank").textValue());
        assertEquals("linear:2.0", options.path("weights").textValue());
        Cli adapter = harden("--rank", "4", "--weights", "linear:2", "--format", "adapter", "--overwrite");
        assertEquals(0, adapter.exit(), adapter.err());
    }

    @Test
    void directionsThatAreNone_areRefusedInOneLineEach() {
        Cli whole = harden("--rank", "full", "--weights", "linear:2");
        assertEquals(2, whole.exit());
        assertTrue(whole.err().startsWith("lox: --weights linear:2.0: the whole delta is not decomposed"), whole.err());
        for (String rank : new String[] {"entropy:0", "entropy:2", "entropy:x"}) {
            Cli run = harden("--rank", rank, "--weights", "linear:0.5");
            assertEquals(2, run.exit());
            assertEquals(2, run.err().lines().count(), run.err());
            assertTrue(run.err().contains("lox: --rank: expected a positive number"), run.err());
        }
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void dryRun_saysWhatWouldBeDone_writesNothing() throws IOException {
        Cli run = harden("--dry-run");
        assertEquals(0, run.exit());
        assertTrue(run.out().startsWith("16 tensors to harden, 5 to copy"), run.out());
        try (var inside = Files.list(folder)) {
            assertEquals(0, inside.count());
        }
    }

    @Test
    void quiet_saysNothing() {
        Cli run = harden("--quiet");
        assertEquals(new Cli(0, "", ""), run);
    }

    @Test
    void existingTarget_isRefusedUntilOverwriteIsPassed() {
        assertEquals(0, harden().exit());
        Cli again = harden();
        assertEquals(2, again.exit());
        assertTrue(again.err().contains("--overwrite"), again.err());
        assertEquals(0, harden("--overwrite").exit());
    }

    @Test
    void contradictions_areAllNamedAtOnce() {
        Cli run = harden(
                "--method", "expo", "--rank", "3", "--resume", "--overwrite", "--include", "(", "--threads", "0");
        assertEquals(2, run.exit());
        for (String flag : new String[] {"--rank:", "--resume and --overwrite", "--include:", "--threads:"})
            assertTrue(run.err().contains(flag), flag + " in " + run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void unknownOption_missingOption_badNumber_exitWith2AndOneLine() {
        for (Cli run : new Cli[] {
            harden("--rnak", "6"),
            Cli.run("harden"),
            harden("--rank", "six"),
            harden("--alpha", "NaN"),
            harden("--max-memory", "lots"),
            harden("--dtype", "int4"),
            harden("--dtype", "int64"),
            Cli.run("hraden")
        }) {
            assertEquals(2, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("lox: "), run.err());
        }
    }

    @Test
    void noSuchFolder_exitsWith2AndNamesIt() {
        Cli run = Cli.run(
                "harden", "--base", "nowhere", "--aligned", pair.resolve("aligned"), "--out", folder.resolve("out"));
        assertEquals(2, run.exit());
        assertEquals("lox: nowhere: no such folder, and not a hub id of the form org/name[@revision]\n", run.err());
    }

    @Test
    void dtypeThatDrownsTheDelta_warnsWithTheFigure() {
        Cli run = harden("--dtype", "float8_e4m3fn");
        assertEquals(0, run.exit(), run.err());
        assertTrue(
                run.err()
                        .matches(
                                "(?s)warning: rounding the aligned weights to float8_e4m3fn .*\\d+ % of the alignment delta.*"),
                run.err());
    }

    @Test
    void overflowingResult_exitsWith2AndLeavesNothing() throws IOException {
        Cli run = harden("--alpha", "1e43", "--rank", "2");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("overflows float32") || run.err().contains("NaN"), run.err());
        try (var inside = Files.list(folder)) {
            assertEquals(0, inside.count());
        }
    }
}
