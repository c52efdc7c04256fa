// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Set<String> OTHERS =
            Set.of("analysis", "prompts.txt", "replies.jsonl", "preferences.jsonl", "gsm8k.jsonl");

    @TempDir
    Path models;

    @Test
    void everyCommand_runs() throws IOException {
        GenerateCommandTest.modelWithTokenizer(models);
        Files.writeString(models.resolve("prompts.txt"), "Name a colour.\nHow do kettles work?\n");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json"))
            Files.copy(
                    models.resolve("aligned").resolve(name),
                    models.resolve("base").resolve(name));
        String pair = "{\"prompt\": \"Name a colour.\", \"chosen\": \"Red.\", \"rejected\": \"No.\"}\n";
        Files.writeString(models.resolve("preferences.jsonl"), pair.repeat(640));
        String sum = "{\"question\": \"1 and 1?\", \"answer\": \"1 + 1 = 2 #### 2\"}\n";
        Files.writeString(models.resolve("gsm8k.jsonl"), sum.repeat(400));
        List<String> commands = Files.readAllLines(Path.of("../README.md")).stream()
                .filter(line -> line.startsWith("./lox "))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .toList();
        assertTrue(commands.size() >= 5, "found only " + commands);
        for (String command : commands) {
            String[] args = command.substring("./lox ".length()).split(" ");
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("models/tuned")) args[i] = "models/aligned";
                if (args[i].startsWith("models/") || OTHERS.contains(args[i]))
                    args[i] =
                            models.resolve(args[i].replaceFirst("^models/", "")).toString();
            }
            // A run takes as many rows as its recipe has warm-up for; other tests train.
            boolean trains = Set.of("align", "finetune").contains(args[0]);
            if (trains && !List.of(args).contains("--dry-run")) {
                args = Arrays.copyOf(args, args.length + 1);
                args[args.length - 1] = "--dry-run";
            }
            Cli run = Cli.run((Object[]) args);
            assertEquals(0, run.exit(), command + ": " + run.err());
        }
    }
}
