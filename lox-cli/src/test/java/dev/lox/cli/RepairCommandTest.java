// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {
    @TempDir
    static Path models;

    @TempDir
    Path folder;

    @BeforeAll
    static void plant() throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 3).write(models);
        new SyntheticPair(SyntheticShape.SMALL, 4).write(models.resolve("other"));
    }

    private Cli repair(Object... more) {
        List<Object> args = new ArrayList<>(List.of("repair", "--aligned", models.resolve("aligned")));
        args.addAll(List.of("--finetuned", models.resolve("other/aligned"), "--out", folder.resolve("out")));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray());
    }

    private Cli withBase(Object... more) {
        List<Object> args = new ArrayList<>(List.of("--base", models.resolve("base")));
        args.addAll(Arrays.asList(more));
        return repair(args.toArray());
    }

    @Test
    void json_printsOneObjectOfTheContract() throws IOException {
        Cli run = withBase("--method", "resta", "--rank", "2", "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        for (String field : new String[] {
            "out",
            "method",
            "rank",
            "alpha",
            "tensors",
            "repaired",
            "copied",
            "resumed",
            "bytes",
            "seconds",
            "peak_bytes"
        }) assertTrue(json.has(field), field);
        assertEquals("resta", json.path("method").textValue());
        assertEquals(16, json.path("repaired").intValue());
        assertEquals(
                Files.size(folder.resolve("out/model.safetensors")),
                json.path("bytes").longValue());
    }

    @Test
    void eachMethod_runsUnderItsDefaults_saysSo() {
        for (String method : new String[] {"resta", "wise-ft", "safelora"}) {
            Cli run = withBase("--method", method, "--overwrite");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().toLowerCase(Locale.ROOT).contains("tensors repaired (" + method + ","), run.out());
        }
    }

    @Test
    void wiseFt_needsNoBase_theOthersSayThatTheyDo() {
        assertEquals(0, repair("--method", "wise-ft").exit());
        Cli run = repair("--method", "safelora", "--overwrite");
        assertEquals(2, run.exit());
        assertEquals("lox: --base: --method safelora needs the model before alignment\n", run.err());
    }

    @Test
    void dryRun_saysWhatWouldBeDone_writesNothing() throws IOException {
        Cli run = withBase("--method", "safelora", "--dry-run");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("16 tensors to repair, 5 to copy"), run.out());
        try (var inside = Files.list(folder)) {
            assertEquals(0, inside.count());
        }
    }

    @Test
    void quiet_saysNothing() {
        assertEquals(new Cli(0, "", ""), withBase("--method", "wise-ft", "--quiet"));
    }

    @Test
    void contradictions_areAllNamedAtOnce() {
        Cli run = repair(
                "--method",
                "wise-ft",
                "--rank",
                "3",
                "--threshold",
                "1",
                "--alpha",
                "2",
                "--resume",
                "--overwrite",
                "--include",
                "(",
                "--threads",
                "0");
        assertEquals(2, run.exit());
        for (String flag : new String[] {
            "--rank:", "--threshold:", "--alpha:", "--resume and --overwrite", "--include:", "--threads:"
        }) assertTrue(run.err().contains(flag), flag + " in " + run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void badValues_exitWith2AndOneLine() {
        for (Cli run : new Cli[] {
            withBase("--method", "magic"),
            withBase(),
            withBase("--method", "resta", "--alpha", "NaN"),
            withBase("--method", "resta", "--rank", "six"),
            withBase("--method", "safelora", "--threshold", "NaN"),
            withBase("--method", "safelora", "--alpha", "1"),
            withBase("--method", "wise-ft", "--dtype", "int64")
        }) {
            assertEquals(2, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("lox: "), run.err());
        }
    }
}
