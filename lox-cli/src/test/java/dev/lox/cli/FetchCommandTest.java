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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
    @TempDir
    static Path pair;

    @TempDir
    Path folder;

    private FolderHub server;
    private Map<String, String> environment;

    @BeforeAll
    static void plant() throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 3).write(pair);
    }

    @BeforeEach
    void serve() throws IOException {
        server = new FolderHub(pair);
        environment = server.environment(folder.resolve("cache"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Map<String, String> offline() {
        Map<String, String> offline = new HashMap<>(environment);
        offline.put("HF_HUB_OFFLINE", "1");
        return offline;
    }

    @Test
    void json_printsOneObjectOfTheContract() throws IOException {
        Cli run = Cli.run(environment, "fetch", "--json", "org/base");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals("org/base", json.path("id").asText());
        assertEquals(FolderHub.COMMIT, json.path("revision").asText());
        assertTrue(Files.exists(Path.of(json.path("path").asText()).resolve("model.safetensors")));
        assertTrue(json.path("files").asInt() >= 2);
        assertEquals(json.path("bytes").asLong(), json.path("downloaded_bytes").asLong());
        assertTrue(json.has("seconds"));
        JsonNode again = new ObjectMapper()
                .readTree(Cli.run(environment, "fetch", "--json", "org/base").out());
        assertEquals(0, again.path("downloaded_bytes").asLong());
    }

    @Test
    void words_nameThePath_quietSaysNothing() {
        Cli run = Cli.run(environment, "fetch", "org/base", "--revision", "v1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().lines().anyMatch(l -> Files.isDirectory(Path.of(l))), run.out());
        assertTrue(run.err().startsWith("downloading org/base@v1: "), run.err());
        assertEquals(new Cli(0, "", ""), Cli.run(environment, "fetch", "--quiet", "org/aligned"));
    }

    @Test
    void harden_takesHubIds_downloadedOrCached() {
        Cli run = Cli.run(
                environment, "harden", "--base", "org/base", "--aligned", "org/aligned", "--out", folder.resolve("a"));
        assertEquals(0, run.exit(), run.err());
        assertTrue(Files.exists(folder.resolve("a/model.safetensors")));
        int requests = server.requests.get();
        Cli again = Cli.run(
                offline(),
                "harden",
                "--quiet",
                "--base",
                "org/base",
                "--aligned",
                pair.resolve("aligned"),
                "--out",
                folder.resolve("b"));
        assertEquals(new Cli(0, "", ""), again);
        assertEquals(requests, server.requests.get());
    }

    @Test
    void analyzeAndInspect_takeHubIds() {
        assertEquals(0, Cli.run(environment, "inspect", "org/base").exit());
        Cli analysis = Cli.run(
                environment, "analyze", "--base", "org/base", "--aligned", "org/aligned", "--finetuned", "org/aligned");
        assertEquals(0, analysis.exit(), analysis.err());
    }

    @Test
    void dryRun_downloadsNothing() {
        Cli run = Cli.run(
                environment,
                "harden",
                "--dry-run",
                "--base",
                "org/base",
                "--aligned",
                "org/aligned",
                "--out",
                folder.resolve("out"));
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("lox fetch org/base"), run.err());
        assertEquals(0, server.requests.get());
        assertFalse(Files.exists(folder.resolve("cache")));
    }

    @Test
    void help_asksNobody() {
        for (String verb : new String[] {"fetch", "harden", "inspect"})
            assertEquals(0, Cli.run(environment, verb, "--help").exit());
        assertEquals(0, server.requests.get());
    }

    @Test
    void neitherFolderNorModel_isOneLineWithBothReadings() {
        Cli run = Cli.run(environment, "inspect", "models/alinged");
        assertEquals(2, run.exit());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(
                run.err().startsWith("lox: models/alinged: no such folder; as a hub id: no such model on http://127."),
                run.err());
    }

    @Test
    void wrongCalls_exitWith2_beforeAnythingIsAsked() {
        for (Object[] args : new Object[][] {
            {"fetch"},
            {"fetch", "nowhere"},
            {"fetch", "org/base@v1", "--revision", "v2"},
            {"fetch", "org/base", "--revision", "a..b"},
            {"harden", "--base", "org/base", "--aligned", "./nowhere", "--out", folder.resolve("out")},
            {"harden", "--base", "org/base", "--aligned", "hf:org/data", "--out", folder.resolve("out")}
        }) {
            Cli run = Cli.run(environment, args);
            assertEquals(2, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertEquals(0, server.requests.get());
    }

    @Test
    void noNetwork_exitsWith3_namingBothReadings() {
        server.close();
        Cli run = Cli.run(environment, "inspect", "org/base");
        assertEquals(3, run.exit());
        assertTrue(
                run.err().startsWith("lox: org/base: no such folder; as a hub id: 127.0.0.1: cannot be reached"),
                run.err());
    }
}
