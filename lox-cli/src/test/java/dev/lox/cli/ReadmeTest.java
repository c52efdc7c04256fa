// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Set<String> OTHERS = Set.of("analysis", "prompts.txt", "replies.jsonl");

    @TempDir
    Path models;

    @Test
    void everyCommand_runs() throws IOException {
        GenerateCommandTest.modelWithTokenizer(models);
        Files.writeString(models.resolve("prompts.txt"), "Name a colour.\nHow do kettles work?\n");
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
            Cli run = Cli.run((Object[]) args);
            assertEquals(0, run.exit(), command + ": " + run.err());
        }
    }
}
