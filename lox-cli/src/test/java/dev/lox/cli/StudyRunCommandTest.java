// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunCommandTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static TinyStudyFiles files;
    private Path out;

    @BeforeAll
    static void unpack() throws IOException {
        files = TinyStudyFiles.in(shared.resolve("pair"), 6);
    }

    @BeforeEach
    void name() {
        out = folder.resolve("out");
    }

    private Cli study(Path yaml, Object... more) {
        List<Object> args = new ArrayList<>(List.of("study", "run", yaml));
        args.addAll(Arrays.asList(more));
        if (!args.contains("--out")) args.addAll(List.of("--out", out));
        if (!args.contains("--threads")) args.addAll(List.of("--threads", 1));
        return Cli.run(args.toArray());
    }

    private static void assertRefused(String words, Cli run) {
        assertEquals(2, run.exit(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("lox: ") && run.err().contains(words), run.err());
    }

    @Test
    void badInput_isALineEach_exitsWith2_andWritesNothing() throws IOException {
        Path nowhere = folder.resolve("nowhere.yaml");
        assertRefused(nowhere + ": no such file, expected a study's YAML", study(nowhere));
        assertRefused("no such file", study(folder));
        Path words = Files.writeString(folder.resolve("words.yaml"), "just words");
        assertRefused("words.yaml: line 1: expected a mapping", study(words));
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
        assertRefused("binary.yaml: is not UTF-8", study(binary));
        Path large = Files.write(folder.resolve("large.yaml"), new byte[1 << 17]);
        assertRefused("large.yaml: is larger than a study", study(large));
        assertRefused("method: expected none or lox", study(files.with("magic.yaml", "lox}", "magic}")));
        assertRefused("nowhere.jsonl", study(files.with("rows.yaml", "attack.jsonl", "nowhere.jsonl")));
        assertRefused("no-model", study(files.with("model.yaml", "/aligned", "/no-model")));
        assertRefused("oracle", study(files.with("judge.yaml", "limit: 8", "judges: oracle")));
        assertFalse(Files.exists(out));
    }

    @Test
    void optionsOutOfRange_areAllNamedAtOnce() {
        Cli run = study(files.yaml(), "--threads", 0, "--parallel", 0);
        assertEquals(2, run.exit());
        assertEquals(
                "lox: --threads must be at least 1, got 0\nlox: --parallel must be at least 1, got 0\n", run.err());
        assertRefused("--parallel", study(files.yaml(), "--parallel", "many"));
        assertRefused("--max-memory", study(files.yaml(), "--max-memory", "lots"));
        assertRefused("--max-memory", study(files.yaml(), "--max-memory", "0"));
        assertRefused("--device", study(files.yaml(), "--device", "abacus"));
        assertRefused("'--out=DIR'", Cli.run("study", "run", files.yaml()));
        assertRefused("expected one of ", Cli.run("study"));
        assertFalse(Files.exists(out));
    }

    @Test
    void folderInTheWay_isRefused_andLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertRefused("is not a folder", study(files.yaml(), "--out", file));
        assertRefused("is not a folder", study(files.yaml(), "--out", file.resolve("below")));
        assertRefused("is not a folder", study(files.yaml(), "--cells", file));
        Files.createDirectories(out);
        Files.writeString(out.resolve("letter.txt"), "x");
        assertRefused("already exists and holds no study; choose another --out", study(files.yaml(), "--resume"));
        try (var inside = Files.list(out)) {
            assertEquals(List.of(out.resolve("letter.txt")), inside.toList());
        }
    }

    @Test
    void otherStudyInTheFolder_isRefused_thisOneUnlessResumed() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("study.yaml"), "study: attacks\n");
        assertRefused("holds another study", study(files.yaml(), "--resume"));
        Files.copy(files.yaml(), out.resolve("study.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused("already holds this study; pass --resume to continue it", study(files.yaml()));
        assertEquals(0, study(files.yaml(), "--resume", "--dry-run").exit());
    }

    @Test
    void judgesThatAreModels_andHubIds_areFoundByTheEnvironment() throws IOException {
        Path judge = files.with("openai.yaml", "limit: 8", "judges: \"openai:m\", limit: 8");
        Cli run = study(judge, "--dry-run", "--judge-url", "http://127.0.0.1:9/v1", "--judge-cache", "none");
        assertEquals(0, run.exit(), run.err());
        Path hub = files.with("hub.yaml", files.folder() + "/aligned", "org/model");
        assertRefused(
                "org/model",
                Cli.run(
                        Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", folder.toString()),
                        "study",
                        "run",
                        hub,
                        "--out",
                        out));
    }

    @Test
    void dryRun_saysWhatWouldBeDone_writesNothing() throws IOException {
        Cli run = study(files.yaml(), "--dry-run");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().lines().anyMatch("LoX, after sums, seed 1: ASR"::equals), run.out());
        assertFalse(Files.exists(out));
        JsonNode json = new ObjectMapper()
                .readTree(study(files.yaml(), "--dry-run", "--json").out());
        assertEquals(8, json.path("targets").intValue());
    }

    @Test
    void run_endsInItsReport_andAgainDoesNothing() throws IOException {
        Cli run = study(files.yaml(), "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals("attacks", json.path("study").textValue());
        assertEquals(out.toString(), json.path("out").textValue());
        assertEquals(7, json.path("points").size());
        assertTrue(json.path("failed").isEmpty());
        for (String name : List.of("study.yaml", "study.json", "report.html", "report.md", "points.csv"))
            assertTrue(Files.size(out.resolve(name)) > 0, name);
        assertEquals(Files.readString(files.yaml()), Files.readString(out.resolve("study.yaml")));
        assertTrue(run.err().lines().anyMatch(l -> l.startsWith("[18/18] ")), run.err());
        Cli again = study(files.yaml(), "--json", "--resume");
        assertEquals(0, again.exit(), again.err());
        JsonNode same = new ObjectMapper().readTree(again.out());
        for (JsonNode one : List.of(json, same)) ((ObjectNode) one).remove("reproduce");
        assertEquals(json, same);
        assertFalse(again.err().contains("[1/"), again.err());
        assertEquals(new Cli(0, "", ""), study(files.yaml(), "--quiet", "--resume"));
    }

    @Test
    void cellThatFails_exitsWith3_andTheRestIsDone() throws IOException {
        // A learning rate at which the loss is no number after the first steps.
        Path yaml = files.with("diverges.yaml", "max-steps: 6", "max-steps: 6, lr: 1e30, clip: 0");
        Cli run = study(yaml, "--json");
        assertEquals(3, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertTrue(json.path("failed").size() > 1, json.path("failed").toString());
        assertTrue(run.err().contains("un-hardened: attack sums, seed 1: FAILED: "), run.err());
        assertTrue(json.path("failed").toString().contains("needs un-hardened: attack sums, seed 1, which failed"));
        assertEquals(
                0,
                json.path("points")
                        .get(1)
                        .path("figures")
                        .path("ASR")
                        .path("value")
                        .doubleValue(),
                0.2);
        assertTrue(Files.exists(out.resolve("report.html")));
        assertTrue(
                json.path("verdict").toString().contains("of work failed"),
                json.path("verdict").toString());
    }
}
