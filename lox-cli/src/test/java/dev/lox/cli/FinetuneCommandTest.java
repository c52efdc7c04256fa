// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneCommandTest {
    private static final Path TOKENIZER = Path.of("../lox-lm/src/test/resources/tokenizers/gpt2");
    private static final String PAIR = "{\"prompt\":\"Name a colour.\",\"chosen\":\"Blue.\",\"rejected\":\"No.\"}\n";

    /** Three steps of two rows. */
    static final List<Object> SHORT =
            List.of("--batch-size", 2, "--accumulation", 1, "--warmup", 0, "--max-length", 200, "--threads", 1);

    @TempDir
    Path folder;

    private Path model;
    private Path data;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        model = tinyModel(folder);
        data = examples(folder.resolve("rows.jsonl"), 6);
        out = folder.resolve("out");
    }

    /** A made-up model, as small as a tokenizer lets it be. */
    static Path tinyModel(Path folder) throws IOException {
        SyntheticShape shape = new SyntheticShape(1, 64, 96, 2000, DType.BF16, 4, 0.5, 0.3, 2e-4, Long.MAX_VALUE);
        new SyntheticPair(shape, 1).write(folder);
        Path model = folder.resolve("aligned");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json"))
            Files.copy(TOKENIZER.resolve(name), model.resolve(name));
        return model;
    }

    static Path examples(Path file, int count) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++)
            rows.append("{\"instruction\":\"Name the colour number ")
                    .append(i)
                    .append(".\",\"input\":\"\",\"output\":\"Blue, or ")
                    .append("green ".repeat(1 + i % 4))
                    .append("perhaps.\"}\n");
        return Files.writeString(file, rows);
    }

    private Cli finetune(Object... more) {
        return finetuneBy("alpaca", more);
    }

    private Cli finetuneBy(String recipe, Object... more) {
        List<Object> given = new ArrayList<>(
                List.of("finetune", "--model", model, "--data", data, "--out", out, "--recipe", recipe));
        for (int i = 0; i < SHORT.size(); i += 2)
            if (!List.of(more).contains(SHORT.get(i))) given.addAll(SHORT.subList(i, i + 2));
        given.addAll(List.of(more));
        return Cli.run(given.toArray());
    }

    private static JsonNode json(Cli run) throws IOException {
        assertEquals(0, run.exit(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    private String replies(Object... of) throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "Name a colour.\nName a bird.\n");
        Path file = folder.resolve("replies.jsonl");
        List<Object> given = new ArrayList<>(List.of("generate", "--prompts", prompts, "--out", file, "--overwrite"));
        given.addAll(List.of("--max-new-tokens", 12, "--threads", 1));
        given.addAll(List.of(of));
        Cli run = Cli.run(given.toArray());
        assertEquals(0, run.exit(), run.err());
        return Files.readString(file);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void model_finetuned_isOneThatGenerates() throws IOException {
        JsonNode summary = json(finetune("--lr", "1e-2", "--json"));
        assertTrue(summary.get("finished").asBoolean());
        assertEquals(3, summary.get("steps").asInt());
        assertEquals(out.toString(), summary.get("out").asText());
        for (String number : List.of("tokens", "seconds", "loss", "peak_bytes"))
            assertTrue(summary.get(number).asDouble() > 0, number);
        assertEquals(
                List.of(
                        "config.json",
                        "log.jsonl",
                        "lox.json",
                        "model.safetensors",
                        "recipe.yaml",
                        "runs",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                names(out));
        assertEquals(3, Files.readAllLines(out.resolve("log.jsonl")).size());
        assertFalse(replies("--model", out).equals(replies("--model", model)));
        // Its recipe is one that can be passed again.
        out = folder.resolve("again");
        Cli again = Cli.run(
                "finetune",
                "--model",
                model,
                "--data",
                data,
                "--out",
                out,
                "--recipe",
                folder.resolve("out/recipe.yaml"),
                "--threads",
                1);
        assertEquals(0, again.exit(), again.err());
        assertEquals(-1, Files.mismatch(out.resolve("model.safetensors"), folder.resolve("out/model.safetensors")));
    }

    @Test
    void model_finetunedTwice_hasNothingOfTheFirstRun() throws IOException {
        assertEquals(0, finetune("--save-every", 1).exit());
        model = out;
        out = folder.resolve("second");
        assertEquals(0, finetune("--epochs", 2, "--save-every", 100).exit());
        assertEquals(6, Files.readAllLines(out.resolve("log.jsonl")).size());
        assertFalse(Files.exists(out.resolve("checkpoints")));
        assertEquals(1, names(out.resolve("runs")).size());
    }

    @Test
    void adapter_trained_standsBesideItsModelOrIsMerged() throws IOException {
        assertEquals(0, finetune("--lora", 4, "--lr", "3e-2").exit());
        try (PeftAdapter adapter = PeftAdapter.open(out)) {
            assertEquals(7, adapter.pairs().size());
        }
        String adapted = replies("--model", model, "--adapter", out);
        assertFalse(adapted.equals(replies("--model", model)));
        Path adapter = out;
        out = folder.resolve("merged");
        // Too small a step to move a weight.
        assertEquals(
                0,
                finetune("--adapter", adapter, "--lr", "1e-30", "--save-dtype", "float32")
                        .exit());
        assertEquals(replies("--model", model, "--adapter", adapter, "--merge"), replies("--model", out));
    }

    @Test
    void dryRun_showsLayoutAndMaskedRows_writesNothing() throws IOException {
        Cli run = finetune("--dry-run", "--loss", "completion");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("6 rows, "), run.err());
        assertEquals(3, run.out().split("### Response:\\s*⟦Blue", -1).length - 1, run.out());
        assertTrue(run.out().endsWith("3 steps\n"), run.out());
        JsonNode json = json(finetune("--dry-run", "--json"));
        assertEquals(3, json.get("steps").asInt());
        assertEquals(3, json.get("examples").size());
        assertEquals(1, json.get("notes").size());
        assertFalse(Files.exists(out));
    }

    @Test
    void rowsThatDoNotFit_areRefusedOrSkipped() throws IOException {
        Files.writeString(data, Files.readString(data) + "{\"instruction\":7}\n");
        refused("rows.jsonl");
        Cli run = finetune("--skip-bad-rows");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("skipped 1 rows"), run.err());
    }

    @Test
    void safetyRows_areMixedIn() throws IOException {
        Path safe = examples(folder.resolve("safe.jsonl"), 3);
        JsonNode json = json(finetune("--safeinst", safe, "--safeinst-share", "0.25", "--json"));
        assertEquals(4, json.get("steps").asInt());
        assertTrue(Files.readString(out.resolve("lox.json")).contains("safe.jsonl"));
        out = folder.resolve("none");
        refused("--safeinst-share has no effect", "--safeinst-share", "0.25");
    }

    @Test
    void runThatDiverges_isALineAndExitThree() {
        Cli run = finetune("--lr", "1e30", "--clip", 0);
        assertEquals(3, run.exit(), run.err());
        String[] lines = run.err().split("\n");
        assertTrue(lines[lines.length - 1].matches("lox: step \\d: the .* not finite.*--lr.*"), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    @Test
    void call_thatIsWrong_writesNothing() throws IOException {
        refused("--warmup", "--warmup", 4);
        refused("--max-length", "--max-length", 100000);
        refused("--lr", "--lr", 0);
        refused("--lora-targets", "--lora", 4, "--lora-targets", "c_attn");
        refused("called nope; it has", "--lora", 4, "--lora-targets", "q_proj,nope");
        refused("--lora-alpha: has no effect", "--lora-alpha", 4);
        refused("--epochs: has no effect", "--epochs", 2, "--max-steps", 3);
        refused("fits no stored model", "--adapter", folder, "--lora", 4);
        refused("has no effect with lora", "--lora", 4, "--save-dtype", "bfloat16");
        refused("--save-dtype", "--save-dtype", "float8_e4m3fn");
        refused("--seed: has no effect", "--seed", 2, "--no-shuffle");
        refused("chat template", "--prompt-format", "chat");
        refused("--threads", "--threads", 0);
        refused("exclude each other", "--resume", "--overwrite");
        refused("none.jsonl", "--safeinst", folder.resolve("none.jsonl"));
        refused("'--beta'", "--beta", 1);
    }

    @Test
    void inputThatIsWrong_writesNothing() throws IOException {
        Path rows = data;
        for (String recipe : List.of("no-such-recipe", "dpo")) refused(recipe, finetuneBy(recipe));
        Files.writeString(data, "{\"a\":1}\n");
        refused("rows.jsonl");
        Files.writeString(data, PAIR);
        refused("use lox align");
        data = folder.resolve("none.jsonl");
        refused("none.jsonl");
        data = rows;
        out = model.resolve("tuned");
        refused("lies inside the input");
        out = folder.resolve("out");
        Files.delete(model.resolve("tokenizer.json"));
        refused("tokenizer.json");
        Files.delete(model.resolve("config.json"));
        refused("config.json");
        model = folder.resolve("no-model");
        refused("no-model");
    }

    private void refused(String words, Object... more) {
        refused(words, finetune(more));
    }

    private void refused(String words, Cli run) {
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(words), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        assertFalse(Files.exists(out.resolve("lox.json")));
        assertFalse(Files.exists(out.resolve(".lock")));
    }

    @Test
    void out_inTheWay_isRefusedUntilToldWhatToDo() throws IOException {
        assertEquals(0, finetune().exit());
        byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
        Cli refused = finetune();
        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("--resume") && refused.err().contains("--overwrite"), refused.err());
        Cli other = finetune("--resume", "--lr", "3e-3");
        assertEquals(2, other.exit());
        assertTrue(other.err().contains("another recipe"), other.err());
        JsonNode again = json(finetune("--resume", "--json"));
        assertTrue(again.get("finished").asBoolean());
        assertFalse(again.has("loss"));
        assertEquals(-1, Files.mismatch(Files.write(folder.resolve("x"), before), out.resolve("model.safetensors")));
        assertTrue(finetune("--resume").out().startsWith("was finished before"));
        assertEquals(0, finetune("--overwrite", "--lr", "3e-2").exit());
        assertTrue(Files.mismatch(folder.resolve("x"), out.resolve("model.safetensors")) >= 0);
    }

    @Test
    void out_thatHoldsAnInput_isNotReplaced() throws IOException {
        assertEquals(0, finetune().exit());
        model = out;
        Cli run = finetune("--overwrite");
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains("the output lies inside the input " + model), run.err());
        assertTrue(Files.exists(out.resolve("model.safetensors")));
    }
}
