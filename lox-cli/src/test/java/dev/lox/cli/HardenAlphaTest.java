// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.study.demo.TinyData;
import dev.lox.study.demo.TinyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code harden --alpha auto} on the tiny pair. */
class HardenAlphaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path given;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        TinyPair.unpack(given);
        Path benign = given.resolve("benign.jsonl");
        TinyData.benignPrompts(benign);
        try (Stream<String> lines = Files.lines(benign)) {
            Files.write(
                    given.resolve("rows.jsonl"),
                    lines.limit(10)
                            .map(l -> l.replace("\"answer\"", "\"completion\""))
                            .toList());
        }
    }

    private Cli harden(Object... more) {
        List<Object> args = new ArrayList<>(List.of("harden", "--base", given.resolve("base"), "--aligned"));
        args.addAll(List.of(given.resolve("aligned"), "--out", folder.resolve("out")));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            assertEquals(List.of(), inside.toList());
        }
    }

    @Test
    void auto_takesTheLargestWithin_andTheResultSaysHowItWasFound() throws IOException {
        Cli run = harden(
                "--alpha",
                "auto",
                "--held-out",
                given.resolve("rows.jsonl"),
                "--benign",
                given.resolve("benign.jsonl"),
                "--alpha-max",
                "16",
                "--alpha-resolution",
                "1",
                "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = JSON.readTree(run.out());
        assertTrue(json.path("alpha_bound_reached").asBoolean(), run.out());
        JsonNode probes = json.path("alpha_search");
        double best = 0;
        for (JsonNode p : probes) {
            assertTrue(p.path("loss").isNumber() && p.path("overrefusal").isNumber(), p::toString);
            if (p.path("within").asBoolean())
                best = Math.max(best, p.path("alpha").asDouble());
        }
        assertEquals(best, json.path("alpha").asDouble());
        JsonNode record = JSON.readTree(folder.resolve("out/lox.json").toFile());
        assertEquals(best, record.path("options").path("alpha").asDouble());
        assertEquals(probes, record.path("alpha_search").path("probes"));
        assertEquals(0.1, record.path("alpha_search").path("max_loss_increase").asDouble());
        try (Stream<Path> inside = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("out")), inside.toList());
        }
    }

    @Test
    void table_hasALineForEachThatWasLookedAt() throws IOException {
        Cli run = harden(
                "--alpha",
                "auto",
                "--held-out",
                given.resolve("rows.jsonl"),
                "--alpha-max",
                "0.5",
                "--method",
                "expo",
                "--alpha-resolution",
                "0.25",
                "--max-loss-increase",
                "100");
        assertEquals(0, run.exit(), run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(0).matches("alpha +loss +within bounds"), run.out());
        assertTrue(lines.get(1).matches("aligned +\\d\\.\\d{4}"), run.out());
        assertTrue(lines.get(2).matches("0\\.25 +\\d\\.\\d{4} +yes"), run.out());
        assertTrue(lines.get(3).matches("0\\.5 +\\d\\.\\d{4} +yes"), run.out());
        assertTrue(lines.get(4).contains("were not reached"), run.out());
        assertTrue(Files.exists(folder.resolve("out/model.safetensors")));
    }

    @Test
    void smallestStepOutside_exitsWith1AndWritesNothing() throws IOException {
        String[] far = {"--alpha", "auto", "--alpha-resolution", "30", "--alpha-max", "40"};
        for (boolean json : new boolean[] {false, true}) {
            List<Object> args = new ArrayList<>(List.of((Object[]) far));
            args.addAll(List.of("--held-out", given.resolve("rows.jsonl")));
            if (json) args.add("--json");
            Cli run = harden(args.toArray());
            assertEquals(1, run.exit(), run.err());
            if (json) assertTrue(JSON.readTree(run.out()).path("alpha").isNull(), run.out());
            else assertTrue(run.out().contains("no alpha: even 30 is outside the bounds"), run.out());
            assertNothingWritten();
        }
    }

    @Test
    void optionsOfAuto_withoutIt_areAllRefused() throws IOException {
        Cli run = harden(
                "--held-out",
                "x",
                "--benign",
                "y",
                "--max-loss-increase",
                "1",
                "--max-overrefusal-increase",
                "1%",
                "--alpha-max",
                "2",
                "--alpha-resolution",
                "0.1",
                "--prompt-format",
                "raw",
                "--device",
                "cpu",
                "--cells",
                "c");
        assertEquals(2, run.exit());
        assertEquals(9, run.err().lines().count(), run.err());
        assertTrue(run.err().lines().allMatch(l -> l.endsWith("has no effect without --alpha auto")), run.err());
        assertNothingWritten();
    }

    @Test
    void contradictions_areNamedAtOnce() throws IOException {
        Cli run = harden(
                "--alpha",
                "auto",
                "--alpha-max",
                "-1",
                "--max-loss-increase",
                "-2",
                "--format",
                "adapter",
                "--resume",
                "--dtype",
                "float8_e4m3fn");
        assertEquals(2, run.exit());
        for (String part : new String[] {
            "needs --held-out or --benign",
            "--max-loss-increase has no effect",
            "--max-loss-increase must be",
            "--alpha-max must be",
            "--format checkpoint",
            "--resume:",
            "float8_e4m3fn"
        }) assertTrue(run.err().contains(part), part + " in " + run.err());
        assertNothingWritten();
    }

    @Test
    void badData_noAlpha_existingTarget_exitWith2AndOneLine() throws IOException {
        Path other = Files.createDirectories(folder.resolve("out/other")).getParent();
        Cli there = harden("--alpha", "auto", "--benign", "builtin:benign");
        assertEquals(2, there.exit());
        assertTrue(there.err().contains("already exists"), there.err());
        Files.delete(other.resolve("other"));
        Files.delete(other);
        for (Cli run : new Cli[] {
            harden("--alpha", "automatic"),
            harden("--alpha", "auto", "--held-out", folder.resolve("nowhere.jsonl")),
            harden("--alpha", "auto", "--benign", "builtin:bening"),
            harden("--alpha", "auto", "--benign", "builtin:benign", "--max-overrefusal-increase", "five")
        }) {
            assertEquals(2, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
            assertFalse(run.err().contains("Exception"), run.err());
        }
        assertNothingWritten();
    }

    @Test
    void dryRun_looksAtNothing() throws IOException {
        Cli run = harden("--alpha", "auto", "--benign", "builtin:benign", "--dry-run");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("tensors to harden"), run.out());
        assertNothingWritten();
    }
}
