// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.PeftAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignCommandTest {
    @TempDir
    Path folder;

    private Path model;
    private Path data;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        model = FinetuneCommandTest.tinyModel(folder);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 6; i++)
            rows.append("{\"prompt\":\"Name the colour number ")
                    .append(i)
                    .append(".\",\"chosen\":\"Blue, of course.\",\"rejected\":\"")
                    .append("No. ".repeat(1 + i))
                    .append("\"}\n");
        data = Files.writeString(folder.resolve("pairs.jsonl"), rows);
        out = folder.resolve("out");
    }

    private Cli align(Object... more) {
        List<Object> given = new ArrayList<>(List.of("align", "--model", model, "--data", data, "--out", out));
        given.addAll(FinetuneCommandTest.SHORT);
        given.addAll(List.of(more));
        return Cli.run(given.toArray());
    }

    private static JsonNode json(Cli run) throws IOException {
        assertEquals(0, run.exit(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void model_aligned_prefersWhatWasChosen() throws IOException {
        JsonNode summary = json(align("--lr", "1e-3", "--epochs", 3, "--json"));
        assertTrue(summary.get("finished").asBoolean());
        assertEquals(9, summary.get("steps").asInt());
        List<String> log = Files.readAllLines(out.resolve("log.jsonl"));
        JsonNode first = new JsonMapper().readTree(log.get(0));
        JsonNode last = new JsonMapper().readTree(log.get(8));
        assertEquals(Math.log(2), first.get("loss").asDouble(), 1e-3);
        assertTrue(last.get("loss").asDouble() < 0.6, last.toString());
        assertTrue(last.get("rewards/margins").asDouble() > 0, last.toString());
        assertEquals(1, last.get("rewards/accuracies").asDouble());
        assertTrue(Files.exists(out.resolve("model.safetensors")));
    }

    @Test
    void adapter_aligned_isOneThatOthersRead() throws IOException {
        Cli run = align("--lora", 2, "--lora-dropout", "0.1", "--label-smoothing", "0.1");
        assertEquals(0, run.exit(), run.err());
        try (PeftAdapter adapter = PeftAdapter.open(out)) {
            assertEquals(7, adapter.pairs().size());
        }
        assertFalse(Files.exists(out.resolve("model.safetensors")));
    }

    @Test
    void benignRows_areASecondTerm() throws IOException {
        Path benign = FinetuneCommandTest.examples(folder.resolve("benign.jsonl"), 5);
        JsonNode json = json(align("--sft-weight", "0.5", "--sft-on", "benign", "--sft-data", benign, "--json"));
        assertEquals(3, json.get("steps").asInt());
        JsonNode first = new JsonMapper()
                .readTree(Files.readAllLines(out.resolve("log.jsonl")).get(0));
        assertTrue(first.get("loss").asDouble() > 1, first.toString());
    }

    @Test
    void dryRun_showsPairs_writesNothing() throws IOException {
        JsonNode json = json(align("--dry-run", "--json"));
        assertEquals(3, json.get("examples").size());
        String shown = json.get("examples").get(0).asText();
        assertTrue(shown.matches("(?s).*chosen: ⟦.*Blue, of course\\..*⟧.*rejected: ⟦.*No\\..*⟧"), shown);
        assertFalse(Files.exists(out));
    }

    @Test
    void call_thatIsWrong_writesNothing() throws IOException {
        Path examples = FinetuneCommandTest.examples(folder.resolve("rows.jsonl"), 3);
        refused("use lox finetune", "--recipe", "alpaca");
        refused("--sft-data has no effect", "--sft-data", examples);
        refused("pass --sft-data", "--sft-weight", 1, "--sft-on", "benign");
        refused("--sft-on", "--sft-on", "chosen");
        refused("--label-smoothing", "--label-smoothing", "0.5");
        refused("--beta", "--beta", 0);
        refused("'--loss'", "--loss", "full");
        data = examples;
        refused("use lox finetune");
    }

    private void refused(String words, Object... more) {
        Cli run = align(more);
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(words), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        assertFalse(Files.exists(out));
    }
}
