// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private static final Path TOKENIZER = Path.of("../lox-lm/src/test/resources/tokenizers/gpt2");

    @TempDir
    Path folder;

    private Path model;
    private Path prompts;
    private Path out;

    @BeforeEach
    void setUp() throws IOException {
        model = modelWithTokenizer(folder);
        prompts = Files.writeString(
                folder.resolve("prompts.txt"), "Name a colour.\nHow do kettles work?\nTell me about rain.\n");
        out = folder.resolve("replies.jsonl");
    }

    /** A made-up model, and a tokenizer that its vocabulary holds. */
    static Path modelWithTokenizer(Path folder) throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 1).write(folder);
        Path model = folder.resolve("aligned");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json"))
            Files.copy(TOKENIZER.resolve(name), model.resolve(name));
        return model;
    }

    private Cli generate(Object... more) {
        List<Object> given = new ArrayList<>(List.of(more));
        if (!given.contains("--max-new-tokens")) given.addAll(List.of("--max-new-tokens", 8));
        given.addAll(0, List.of("generate", "--model", model, "--prompts", prompts, "--out", out));
        return Cli.run(given.toArray());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(out);
    }

    @Test
    void prompts_ofAFile_areAnsweredInOrder() throws IOException {
        Cli run = generate("--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode summary = new JsonMapper().readTree(run.out());
        assertEquals(3, summary.get("replies").asInt());
        assertTrue(summary.get("peak_bytes").asLong() > 1 << 20);
        List<String> lines = lines();
        assertEquals(3, lines.size());
        JsonNode second = new JsonMapper().readTree(lines.get(1));
        assertEquals("1", second.get("id").asText());
        assertEquals("How do kettles work?", second.get("prompt").asText());
        assertFalse(second.get("reply").asText().isEmpty());
        assertEquals(8, second.get("tokens").asInt());
        assertEquals("length", second.get("finish").asText());
    }

    /** The reply begins as it was begun, and goes on as the model goes on after it. */
    @Test
    void replyThatIsBegun_isContinued() throws IOException {
        String asked = "{\"messages\":[{\"role\":\"user\",\"content\":\"Name a colour.\"}";
        String begun = ",{\"role\":\"assistant\",\"content\":\"Green, as\"}";
        prompts = Files.writeString(folder.resolve("begun.jsonl"), asked + "]}\n" + asked + begun + "]}\n");
        Cli run = generate("--prompt-format", "raw");
        assertEquals(0, run.exit(), run.err());
        JsonNode plain = new JsonMapper().readTree(lines().get(0));
        JsonNode continued = new JsonMapper().readTree(lines().get(1));
        assertEquals("Name a colour.", continued.get("prompt").asText());
        assertTrue(continued.get("reply").asText().startsWith("Green, as"), continued::toString);
        assertEquals(8, continued.get("tokens").asInt());
        assertNotEquals(plain.get("request_sha256"), continued.get("request_sha256"));
        prompts = Files.writeString(folder.resolve("text.txt"), "Name a colour.Green, as\n");
        out = folder.resolve("again.jsonl");
        assertEquals(0, generate("--prompt-format", "raw").exit());
        assertEquals(
                "Green, as"
                        + new JsonMapper().readTree(lines().get(0)).get("reply").asText(),
                continued.get("reply").asText());
    }

    @Test
    void run_cutOff_isResumedToTheSameBytes() throws IOException {
        assertEquals(0, generate("--temperature", "0.8", "--seed", "3").exit());
        String whole = Files.readString(out);
        Files.writeString(out, whole.substring(0, whole.indexOf('\n') + 20));
        Cli again = generate("--temperature", "0.8", "--seed", "3");
        assertEquals(2, again.exit());
        assertTrue(again.err().contains("--resume"), again.err());
        Cli resumed = generate("--temperature", "0.8", "--seed", "3", "--resume");
        assertEquals(0, resumed.exit(), resumed.err());
        assertEquals(whole, Files.readString(out));
        Cli other = generate("--temperature", "0.8", "--seed", "4", "--resume");
        assertEquals(2, other.exit());
        assertTrue(other.err().contains("seed"), other.err());
        assertEquals(whole, Files.readString(out));
    }

    @Test
    void model_thatHasChangedInPlace_isNotResumed() throws IOException {
        assertEquals(0, generate().exit());
        String whole = Files.readString(out);
        Path config = model.resolve("generation_config.json");
        Files.writeString(config, "{}");
        Cli other = generate("--resume");
        assertEquals(2, other.exit());
        assertTrue(other.err().contains("model_sha256"), other.err());
        Files.delete(config);
        assertEquals(0, generate("--resume").exit());
        assertEquals(whole, Files.readString(out));
    }

    @Test
    void adapter_ofTheHardener_changesWhatIsSaid() throws IOException {
        Path adapter = folder.resolve("adapter");
        assertEquals(
                0,
                Cli.run(
                                "harden",
                                "--base",
                                folder.resolve("base"),
                                "--aligned",
                                model,
                                "--out",
                                adapter,
                                "--format",
                                "adapter",
                                "--alpha",
                                "8",
                                "--exclude",
                                "embed|lm_head",
                                "--quiet")
                        .exit());
        assertEquals(0, generate().exit());
        String plain = Files.readString(out);
        assertEquals(0, generate("--adapter", adapter, "--overwrite").exit());
        String live = Files.readString(out);
        assertEquals(0, generate("--adapter", adapter, "--merge", "--overwrite").exit());
        assertEquals(live, Files.readString(out));
        assertFalse(plain.equals(live));
    }

    @Test
    void call_thatIsWrong_writesNothing() throws IOException {
        refused("--temperature must", "--temperature", "-1");
        refused("--top-k", "--top-k", "5");
        refused("--batch-size", "--batch-size", "many");
        refused("--limit", "--limit", "0");
        refused("--prompt-format", "--prompt-format", "chat");
        refused("--merge", "--merge");
        refused("float32", "--dtype", "int8");
        refused("--threads", "--threads", "0");
        refused("--seed", "--seed", "4");
        refused("--max-new-tokens", "--max-new-tokens", "0");
        refused("--max-memory", "--max-memory", "1k");
        prompts = folder.resolve("none.txt");
        refused("none.txt: no such file");
    }

    private void refused(String words, Object... more) {
        Cli run = generate(more);
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(words), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void model_thatIsIncomplete_isNamed() throws IOException {
        Path config = model.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("llama", "lama"));
        refused("model_type lama");
        Files.writeString(config, text.replaceFirst("\"intermediate_size\": *\\d+", "\"intermediate_size\": 40"));
        refused("mlp.down_proj.weight");
        Files.writeString(config, text.replaceFirst("\\{", "{\"attention_chunk_size\": 5,"));
        refused("attention_chunk_size");
        Files.writeString(config, text);
        Files.delete(model.resolve("tokenizer.json"));
        refused("tokenizer.json");
    }

    @Test
    void prompt_longerThanTheContext_isNamed() throws IOException {
        Files.writeString(prompts, "short\n" + "rain ".repeat(20000) + "\n");
        refused("prompt 1: has");
    }

    @Test
    void tokenizer_ofAnotherModel_isRefused() throws IOException {
        Path tokenizer = model.resolve("tokenizer.json");
        String text = Files.readString(tokenizer);
        Files.writeString(tokenizer, text.replaceFirst("(\"vocab\": *\\{\"[^\"]+\": *)\\d+", "$19000"));
        refused("rows");
    }
}
